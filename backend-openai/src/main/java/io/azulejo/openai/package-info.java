/**
 * A backend for any server that speaks OpenAI's API, on Spring AI's own OpenAI model.
 */
@NullMarked
package io.azulejo.openai;

import org.jspecify.annotations.NullMarked;
