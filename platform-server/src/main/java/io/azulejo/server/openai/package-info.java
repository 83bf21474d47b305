/**
 * The HTTP API that OpenAI's clients speak, under {@code /v1}: what its endpoints share (reading bodies, the shape of
 * errors) and the list of models. Each larger endpoint has a package of its own below.
 */
@NullMarked
package io.azulejo.server.openai;

import org.jspecify.annotations.NullMarked;
