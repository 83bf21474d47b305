package io.azulejo.server.openai.chat;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A whole answer. */
record ChatCompletion(String id, @Schema(allowableValues = "chat.completion") String object,
        @Schema(description = "Seconds since 1970") long created, String model, List<Choice> choices, Usage usage) {

    record Choice(int index, Message message, @Nullable Logprobs logprobs,
            @JsonProperty("finish_reason") @Schema(allowableValues = {"stop", "length"}) String finishReason) {}

    record Message(String role, String content, @Schema(description = "Always null") @Nullable String refusal) {}
}
