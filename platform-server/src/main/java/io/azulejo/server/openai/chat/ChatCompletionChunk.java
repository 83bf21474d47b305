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
    record Delta(@Nullable String role, @Nullable String content,
            @JsonProperty("tool_calls") @Nullable List<CallDelta> toolCalls) {

        static final Delta EMPTY = new Delta(null, null, null);

        static Delta role(String role) {
            return new Delta(role, "", null);
        }

        static Delta text(String text) {
            return new Delta(null, text, null);
        }

        static Delta call(CallDelta call) {
            return new Delta(null, null, List.of(call));
        }
    }

    /** A piece of a call; the first one has the id, the type and the function's name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CallDelta(int index, @Nullable String id, @Schema(allowableValues = "function") @Nullable String type,
            FunctionDelta function) {

        static CallDelta first(int index, String id, String name, String arguments) {
            return new CallDelta(index, id, "function", new FunctionDelta(name, arguments));
        }

        static CallDelta further(int index, String arguments) {
            return new CallDelta(index, null, null, new FunctionDelta(null, arguments));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FunctionDelta(@Nullable String name, String arguments) {}
}
