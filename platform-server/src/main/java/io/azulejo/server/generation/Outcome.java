package io.azulejo.server.generation;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.model.TokenUsage;

/**
 * How an answer ended.
 *
 * @param finishReason why the model ended it, where it did
 * @param error what went wrong, in words, where it failed
 * @param usage what it cost, where the backend told
 */
record Outcome(GenerationStatus status, @Nullable String finishReason, @Nullable String error,
        @Nullable TokenUsage usage) {

    static Outcome completed(@Nullable String finishReason, @Nullable TokenUsage usage) {
        return new Outcome(GenerationStatus.COMPLETED, finishReason, null, usage);
    }

    static Outcome stopped() {
        return new Outcome(GenerationStatus.STOPPED, null, null, null);
    }

    static Outcome failed(String error) {
        return new Outcome(GenerationStatus.FAILED, null, error, null);
    }

    static Outcome interrupted() {
        return new Outcome(GenerationStatus.INTERRUPTED, null, null, null);
    }
}
