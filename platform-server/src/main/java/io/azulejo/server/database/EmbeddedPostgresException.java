package io.azulejo.server.database;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL cannot be set up, started or stopped. */
final class EmbeddedPostgresException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    EmbeddedPostgresException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem, cause);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
