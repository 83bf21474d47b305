package io.azulejo.server.openai.chat;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

import io.azulejo.api.model.TokenUsage;

/**
 * What an answer cost.
 *
 * @param promptTokens all tokens of the prompt, those of pictures and cached ones included
 */
record Usage(@JsonProperty("prompt_tokens") int promptTokens, @JsonProperty("completion_tokens") int completionTokens,
        @JsonProperty("total_tokens") int totalTokens, @JsonProperty("prompt_tokens_details") Details details) {

    /**
     * @param cachedTokens those of the prompt that were not computed again
     * @param imageTokens those of the prompt that stand for pictures
     */
    record Details(@JsonProperty("cached_tokens") int cachedTokens, @JsonProperty("image_tokens") int imageTokens) {}

    /** A field that is there and may be null, as against one that is not there. */
    record Reported(@JsonValue @Nullable Usage usage) {}

    /** Of several answers to one prompt, which is counted once. */
    static Usage sum(List<Usage> usages) {
        if (usages.size() == 1) {
            return usages.getFirst();
        }
        Usage first = usages.isEmpty() ? of(null) : usages.getFirst();
        int completion = usages.stream().mapToInt(Usage::completionTokens).sum();
        return new Usage(first.promptTokens, completion, first.promptTokens + completion, first.details);
    }

    static Usage of(org.springframework.ai.chat.metadata.@Nullable Usage usage) {
        if (usage instanceof TokenUsage ours) {
            return new Usage(ours.promptTokens(), ours.completionTokens(), ours.promptTokens()
                    + ours.completionTokens(), new Details(ours.cachedTokens(), ours.imageTokens()));
        }
        if (usage == null) {
            return new Usage(0, 0, 0, new Details(0, 0));
        }
        Long cached = usage.getCacheReadInputTokens();
        int prompt = usage.getPromptTokens();
        int completion = usage.getCompletionTokens();
        return new Usage(prompt, completion, prompt + completion,
                new Details(cached == null ? 0 : Math.toIntExact(cached), 0));
    }
}
