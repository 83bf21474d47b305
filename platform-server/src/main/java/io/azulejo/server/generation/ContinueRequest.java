package io.azulejo.server.generation;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How the rest of an answer is to be made. The model stays the same.
 *
 * @param options how it is made; as the answer so far where absent
 */
record ContinueRequest(@Schema(implementation = GenerationParameters.class) @Nullable JsonNode options) {

    static final ContinueRequest EMPTY = new ContinueRequest(null);
}
