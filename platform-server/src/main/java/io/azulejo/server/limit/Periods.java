package io.azulejo.server.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** How long days and months still last. */
final class Periods {

    private Periods() {}

    static Duration leftOfDay(Instant now) {
        return left(now, today(now).plusDays(1));
    }

    static Duration leftOfMonth(Instant now) {
        return left(now, today(now).withDayOfMonth(1).plusMonths(1));
    }

    private static OffsetDateTime today(Instant now) {
        return now.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
    }

    private static Duration left(Instant now, OffsetDateTime end) {
        return Duration.ofSeconds(Math.max(1, Math.ceilDiv(Duration.between(now, end.toInstant()).toMillis(), 1000L)));
    }
}
