package io.azulejo.server.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tell in words what keeps the embedded database from starting. */
final class DatabaseFailureAnalyzers {

    private DatabaseFailureAnalyzers() {}

    static final class InUse extends AbstractFailureAnalyzer<DataDirectoryInUseException> {

        @Override
        protected FailureAnalysis analyze(Throwable failure, DataDirectoryInUseException cause) {
            return new FailureAnalysis(
                    "Another Azulejo (process " + cause.process() + ") runs on the data directory " + cause.directory()
                            + ".",
                    "Stop process " + cause.process() + ", or give this one a directory of its own with "
                            + "azulejo.data-directory.",
                    failure);
        }
    }

    static final class Postgres extends AbstractFailureAnalyzer<EmbeddedPostgresException> {

        @Override
        protected FailureAnalysis analyze(Throwable failure, EmbeddedPostgresException cause) {
            return new FailureAnalysis("The embedded PostgreSQL does not run: " + cause.getMessage(), cause.remedy(),
                    failure);
        }
    }
}
