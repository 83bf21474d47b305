package io.azulejo.api.error;

import org.jspecify.annotations.Nullable;

/** What a backend raises. The message is for the person who sent the request. */
public abstract sealed class BackendException extends RuntimeException
        permits InvalidRequestException, UnsupportedRequestException, OverCapacityException,
        BackendUnavailableException, GenerationFailedException {

    private static final long serialVersionUID = 1L;

    protected BackendException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
