package io.azulejo.api.error;

import org.jspecify.annotations.Nullable;

/** The backend cannot serve: it is closed, closing or out of reach. */
public final class BackendUnavailableException extends BackendException {

    private static final long serialVersionUID = 1L;

    public BackendUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
