package io.azulejo.api.model;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;

/**
 * What an answer cost, exactly.
 *
 * @param promptTokens all tokens of the prompt, those of pictures and cached ones included
 * @param completionTokens tokens that the model made, the end token included where it made one
 * @param imageTokens tokens of the prompt that stand for pictures
 * @param cachedTokens tokens of the prompt that were not computed again
 */
public record TokenUsage(int promptTokens, int completionTokens, int imageTokens, int cachedTokens) implements Usage {

    @Override
    public Integer getPromptTokens() {
        return promptTokens;
    }

    @Override
    public Integer getCompletionTokens() {
        return completionTokens;
    }

    @Override
    public Object getNativeUsage() {
        return this;
    }

    @Override
    public @Nullable Long getCacheReadInputTokens() {
        return (long) cachedTokens;
    }
}
