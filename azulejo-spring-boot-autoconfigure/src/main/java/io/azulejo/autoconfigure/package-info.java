/**
 * Makes a backend of Azulejo the {@link org.springframework.ai.chat.model.ChatModel} of a Spring Boot application. What
 * the backend is, {@link io.azulejo.autoconfigure.AzulejoBackendDetails} says, which an application may supply.
 */
@NullMarked
package io.azulejo.autoconfigure;

import org.jspecify.annotations.NullMarked;
