package io.azulejo.api.error;

import org.jspecify.annotations.Nullable;

/** The backend broke while it made this answer; other answers go on. */
public final class GenerationFailedException extends BackendException {

    private static final long serialVersionUID = 1L;

    public GenerationFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
