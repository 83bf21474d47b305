package io.azulejo.server.conversation;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import org.springframework.http.HttpStatus;

import io.azulejo.server.web.ProblemException;

/** A place in the list of conversations. Its text is for the server alone to understand. */
public record Cursor(Instant updatedAt, UUID id) {

    static Cursor of(ConversationSummary summary) {
        return new Cursor(summary.updatedAt(), summary.id());
    }

    /** @throws ProblemException 400 where it is none */
    public static Cursor parse(String text) {
        try {
            int split = text.indexOf('_');
            if (split > 0) {
                long micros = Long.parseLong(text.substring(0, split));
                return new Cursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
                        UUID.fromString(text.substring(split + 1)));
            }
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException _) {
            // Told below.
        }
        throw ProblemException.of(HttpStatus.BAD_REQUEST, "invalid-parameter", "Invalid parameter",
                "'before' is not a place in the list. Take it from 'next' of the page before.")
                .withParameter("before");
    }

    @Override
    public String toString() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, updatedAt) + "_" + id;
    }
}
