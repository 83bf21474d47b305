package io.azulejo.server.web;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** Tells a database that is away, or that has too much to do to lend a connection, from other errors. */
public final class DatabaseTrouble {

    private static final Logger log = LoggerFactory.getLogger(DatabaseTrouble.class);
    /** PostgreSQL's "too many connections", "shutting down", "crashed", "starting up". */
    private static final Set<String> STATES = Set.of("53300", "57P01", "57P02", "57P03");
    private static final String CONNECTION_CLASS = "08";
    private static final long RETRY_AFTER_SECONDS = 5;

    private DatabaseTrouble() {}

    /** What to answer where an error comes from such a database: 503, with a time after which to ask again. */
    public static @Nullable ProblemException find(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isTrouble(sql)) {
                log.warn("A request was refused since the database gave no connection: {}", sql.getMessage());
                ProblemException problem = ProblemException.of(HttpStatus.SERVICE_UNAVAILABLE, "database-unavailable",
                        "The database cannot be reached",
                        "The database cannot be reached now, or has too much to do. Ask again in a moment.");
                problem.getBody().setProperty("retryAfterSeconds", RETRY_AFTER_SECONDS);
                return problem;
            }
        }
        return null;
    }

    private static boolean isTrouble(SQLException error) {
        if (error instanceof SQLTransientConnectionException || error instanceof SQLNonTransientConnectionException
                || error instanceof SQLRecoverableException) {
            return true;
        }
        String state = error.getSQLState();
        return state != null && (state.startsWith(CONNECTION_CLASS) || STATES.contains(state));
    }
}
