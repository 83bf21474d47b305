/**
 * The Responses API: answers that are kept, made in the background where asked for, and read again from any instance.
 */
@NullMarked
package io.azulejo.server.openai.responses;

import org.jspecify.annotations.NullMarked;
