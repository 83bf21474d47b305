package io.azulejo.benchmarks;

/** A peer, or one of its figures, cannot be had here. The message says why and stands in the table. */
final class MissingException extends Exception {

    private static final long serialVersionUID = 1;

    MissingException(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
