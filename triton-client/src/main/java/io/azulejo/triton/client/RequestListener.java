package io.azulejo.triton.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** Hears of each request that a cluster sends to an endpoint; called from any thread, which it must not hold up. */
public interface RequestListener {

    /**
     * A request got its first response.
     *
     * @param after how long that took
     */
    default void begun(String endpoint, String model, Duration after) {}

    /**
     * A request is over.
     *
     * @param outcome how it ended
     * @param after how long it took in all
     * @param error what ended it, or null where nothing went wrong
     */
    default void ended(String endpoint, String model, Outcome outcome, Duration after,
            @Nullable TritonException error) {}

    /** How a request ends. */
    enum Outcome {
        COMPLETED, CANCELLED, FAILED
    }
}
