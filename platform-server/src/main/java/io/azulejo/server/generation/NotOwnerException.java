package io.azulejo.server.generation;

import java.util.UUID;

/**
 * The answer is no longer this instance's to make: another one took this one for dead and ended it, an attempt whose
 * success could not be told ended it, or its conversation was deleted.
 */
final class NotOwnerException extends RuntimeException {

    NotOwnerException(UUID generation) {
        super("Generation " + generation + " is no longer made by this instance");
    }
}
