package io.azulejo.server.generation;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How another answer is to be made.
 *
 * @param model the model to answer; that of the answer before where absent
 * @param options how the answer is made; as the answer before, but for its seed, where absent
 */
record AnswerRequest(@Nullable String model,
        @Schema(implementation = GenerationParameters.class) @Nullable JsonNode options) {

    static final AnswerRequest EMPTY = new AnswerRequest(null, null);
}
