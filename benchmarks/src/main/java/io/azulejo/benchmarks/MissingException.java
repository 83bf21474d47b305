package io.azulejo.benchmarks;

/** A peer, or one of its figures, cannot be had here. The message says why and stands in the table. */
public final class MissingException extends Exception {

    private static final long serialVersionUID = 1;

    public MissingException(String reason) {
        super(reason);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
