package io.azulejo.server.openai.chat;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;

/** A whole answer. */
record ChatCompletion(String id, @Schema(allowableValues = "chat.completion") String object,
        @Schema(description = "Seconds since 1970") long created, String model, List<Choice> choices, Usage usage) {

    record Choice(int index, Message message, @Nullable Logprobs logprobs,
            @JsonProperty("finish_reason") @Schema(allowableValues = {"stop", "length",
                    "tool_calls"}) String finishReason) {}

    /**
     * @param content null where there are calls and no text
     * @param toolCalls not there where there are none
     */
    record Message(String role, @Nullable String content,
            @Schema(description = "Always null") @Nullable String refusal,
            @JsonProperty("tool_calls") @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ToolCall> toolCalls) {}

    record ToolCall(String id, @Schema(allowableValues = "function") String type, CalledFunction function) {

        static ToolCall of(AssistantMessage.ToolCall call) {
            return new ToolCall(call.id(), "function", new CalledFunction(call.name(), call.arguments()));
        }
    }

    record CalledFunction(String name, @Schema(description = "JSON, as text") String arguments) {}
}
