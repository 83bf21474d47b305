package io.azulejo.triton;

import java.time.Duration;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.triton.client.TritonException;

/** Tells a server's errors as the SPI's, with the server's own words. */
final class TritonErrors {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private TritonErrors() {}

    static BackendException of(String model, TritonException e) {
        return switch (e.reason()) {
            case UNREACHABLE -> new BackendUnavailableException("The server of " + model + " cannot be reached: "
                    + e.getMessage(), e);
            case MODEL_UNAVAILABLE -> new BackendUnavailableException("The server does not have " + model
                    + " ready now: " + e.getMessage(), e);
            case UNAUTHENTICATED -> new BackendUnavailableException("The server of " + model
                    + " does not accept who asks; an operator must look at its token or certificate: "
                    + e.getMessage(), e);
            case OVERLOADED -> new OverCapacityException("The server of " + model + " has no room now: "
                    + e.getMessage(), RETRY_AFTER);
            case CANCELLED -> new BackendUnavailableException("The server ended the answer of " + model + ": "
                    + e.getMessage(), e);
            case DEADLINE_EXCEEDED -> new GenerationFailedException("The answer of " + model
                    + " did not begin in the time that it may take.", e);
            case TOO_LARGE -> new GenerationFailedException("A message to or from " + model
                    + " is larger than is taken; an operator can raise max-message-bytes: " + e.getMessage(), e);
            case INVALID_REQUEST -> new GenerationFailedException("The server refused what it was sent for " + model
                    + "; its model and the configuration do not fit each other: " + e.getMessage(), e);
            case FAILED -> new GenerationFailedException(model + " failed: " + e.getMessage(), e);
        };
    }
}
