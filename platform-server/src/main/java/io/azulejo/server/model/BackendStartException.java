package io.azulejo.server.model;

/** A backend could not start for a reason that its provider did not put down to a setting. */
public final class BackendStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient BackendConfiguration configuration;
    private final Throwable reason;

    BackendStartException(BackendConfiguration configuration, Throwable reason) {
        super("The backend '" + configuration.name() + "' could not start: " + reason.getMessage(), reason);
        this.configuration = configuration;
        this.reason = reason;
    }

    BackendConfiguration configuration() {
        return configuration;
    }

    Throwable reason() {
        return reason;
    }
}
