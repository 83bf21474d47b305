package io.azulejo.server.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Failures of the database that pass without anybody mending the request: it is away or restarts, has no connection left,
 * or two transactions were in each other's way. Told by the classes of SQLSTATE of PostgreSQL's manual, appendix A.
 */
public final class PassingFailure {

    /** When to try again. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** What the sender of a request is told. */
    public static final String MESSAGE = "The database does not answer now. Try again in a moment; what was sent with an "
            + "Idempotency-Key is done once.";

    private PassingFailure() {}

    /** Whether such a failure is among the causes. */
    public static boolean isCauseOf(Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof SQLTransientException
                    || (at instanceof SQLException failure && isPassing(failure.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /** Connection (08), rolled back for another transaction (40), out of resources (53), stopped by an operator (57P). */
    private static boolean isPassing(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("40") || state.startsWith("53")
                || state.startsWith("57P"));
    }
}
