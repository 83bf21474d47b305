package io.azulejo.libtorch.grammar;

/** A schema that is broken, asks for what cannot be held to, or that no document fulfils. */
public final class SchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and where, for the person who wrote the schema */
    SchemaException(String message) {
        super(message);
    }
}
