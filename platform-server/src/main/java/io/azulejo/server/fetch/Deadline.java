package io.azulejo.server.fetch;

import java.time.Duration;

/** When something must be done. */
final class Deadline {

    private final long start = System.nanoTime();
    private final Duration time;

    Deadline(Duration time) {
        this.time = time;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** At least a millisecond, which is as good as none. */
    Duration left() {
        Duration left = time.minus(elapsed());
        return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
    }
}
