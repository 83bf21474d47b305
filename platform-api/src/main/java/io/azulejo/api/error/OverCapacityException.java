package io.azulejo.api.error;

import java.time.Duration;

/** The backend has no room for another request now. */
public final class OverCapacityException extends BackendException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * @param message what is full
     * @param retryAfter when trying again may help
     */
    public OverCapacityException(String message, Duration retryAfter) {
        super(message, null);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
