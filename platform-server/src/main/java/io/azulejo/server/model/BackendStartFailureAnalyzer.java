package io.azulejo.server.model;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells which backend did not start and what it said. */
final class BackendStartFailureAnalyzer extends AbstractFailureAnalyzer<BackendStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BackendStartException cause) {
        BackendConfiguration configuration = cause.configuration();
        Throwable reason = cause.reason();
        String description = "The backend '%s' of type '%s' (%s) could not start:\n\n    %s: %s".formatted(
                configuration.name(), configuration.type(), configuration.prefix(), reason.getClass().getSimpleName(),
                reason.getMessage());
        return new FailureAnalysis(description, action(configuration, reason), cause);
    }

    private static String action(BackendConfiguration configuration, Throwable reason) {
        return switch (reason) {
            case OutOfMemoryError _ ->
                "Give the process more memory, or configure fewer or smaller models under " + configuration.prefix()
                        + ".models.";
            case LinkageError _ -> "A library that the backend needs is missing or was built for another platform. "
                    + "Take a build of Azulejo for this platform.";
            default -> "Mend what the message names, or remove " + configuration.prefix()
                    + " from the configuration. The log at level DEBUG for io.azulejo has the whole exception.";
        };
    }
}
