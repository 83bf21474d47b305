package io.azulejo.libtorch.engine;

import java.time.Duration;

/** Guesses from the answers so far when a place will be free. Written by one thread, read by any. */
final class AnswerClock {

    private static final double WEIGHT_OF_THE_NEWEST = 0.2;
    private static final long MOST_SECONDS = 60;

    private volatile double meanSeconds;

    /** Notes how long an answer took. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void answered(Duration took) {
        double seconds = took.toNanos() / 1e9;
        meanSeconds = meanSeconds == 0
                ? seconds
                : meanSeconds + WEIGHT_OF_THE_NEWEST * (seconds - meanSeconds);
    }

    /** How long it takes on average until one of so many places is free, in whole seconds from 1 to 60. */
    Duration untilPlaces(int places) {
        return Duration.ofSeconds(Math.clamp((long) Math.ceil(meanSeconds / places), 1, MOST_SECONDS));
    }
}
