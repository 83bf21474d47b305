package io.azulejo.server.database;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The time by the database's clock. All instances share that one; their own clocks may be off. */
public final class DatabaseTime {

    private static volatile Duration ahead = Duration.ZERO;

    private DatabaseTime() {}

    /** As exactly as the database keeps times. */
    public static Instant now() {
        return Instant.now().plus(ahead).truncatedTo(ChronoUnit.MICROS);
    }

    /** How far the database's clock is ahead of this machine's. */
    static Duration ahead() {
        return ahead;
    }

    static void setAhead(Duration time) {
        ahead = time;
    }
}
