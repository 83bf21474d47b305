package io.azulejo.server.openai.chat;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an answer.
 *
 * @param usage not there where no usage was asked for; else null in all chunks but the last
 */
record ChatCompletionChunk(String id, @Schema(allowableValues = "chat.completion.chunk") String object, long created,
        String model, List<Choice> choices,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(implementation = Usage.class) Usage.@Nullable Reported usage) {

    record Choice(int index, Delta delta, @Nullable Logprobs logprobs,
            @JsonProperty("finish_reason") @Nullable String finishReason) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delta(@Nullable String role, @Nullable String content) {

        static final Delta EMPTY = new Delta(null, null);
    }
}
