package io.azulejo.server.database;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Stores what must not be lost because a database is away for a moment. An attempt may have succeeded although it failed to
 * say so: the work is to store the same under the same numbers once. Blocks.
 */
public final class StoreRetry {

    private static final Duration STORE_WITHIN = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private StoreRetry() {}

    /**
     * Tries until it succeeds, for two minutes at most; then the last failure is thrown.
     *
     * @param isFinal failures that no other attempt mends
     * @param abandoned whether nobody wants it any longer
     * @param told hears each failure that is followed by another attempt
     */
    public static <T> T store(Supplier<T> work, Predicate<RuntimeException> isFinal, BooleanSupplier abandoned,
            Consumer<RuntimeException> told) {
        long until = System.nanoTime() + STORE_WITHIN.toNanos();
        for (long pause = FIRST_PAUSE.toNanos();; pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos())) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (isFinal.test(e) || System.nanoTime() > until || abandoned.getAsBoolean()) {
                    throw e;
                }
                told.accept(e);
                LockSupport.parkNanos(pause);
            }
        }
    }
}
