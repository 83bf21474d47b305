package io.azulejo.server.web;

import org.springframework.http.HttpStatus;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.error.UnsupportedRequestException;

/** Which status each error of a backend has, on every API. */
public final class BackendErrors {

    private BackendErrors() {}

    public static HttpStatus status(BackendException error) {
        return switch (error) {
            case InvalidRequestException _,UnsupportedRequestException _ -> HttpStatus.UNPROCESSABLE_CONTENT;
            case OverCapacityException _ -> HttpStatus.TOO_MANY_REQUESTS;
            case BackendUnavailableException _ -> HttpStatus.SERVICE_UNAVAILABLE;
            case GenerationFailedException _ -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }
}
