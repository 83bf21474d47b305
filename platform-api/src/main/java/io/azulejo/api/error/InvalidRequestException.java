package io.azulejo.api.error;

import org.jspecify.annotations.Nullable;

/** The request itself is wrong and would fail anywhere: a broken picture, a prompt too long, a number out of range. */
public final class InvalidRequestException extends BackendException {

    /** {@link #code()} of a prompt that does not fit the model's context. */
    public static final String CONTEXT_LENGTH_EXCEEDED = "context_length_exceeded";
    /** {@link #code()} of a picture that cannot be read. */
    public static final String INVALID_IMAGE = "invalid_image";
    /** {@link #code()} of a parameter with a value out of its range. */
    public static final String INVALID_VALUE = "invalid_value";

    private static final long serialVersionUID = 1L;

    private final @Nullable String parameter;
    private final String code;

    /**
     * @param message what is wrong and how to mend it
     * @param parameter the parameter at fault by its name on the wire, or null where it is none
     * @param code a word that programs can tell it by, one of the constants of this class
     */
    public InvalidRequestException(String message, @Nullable String parameter, String code) {
        this(message, parameter, code, null);
    }

    public InvalidRequestException(String message, @Nullable String parameter, String code,
            @Nullable Throwable cause) {
        super(message, cause);
        this.parameter = parameter;
        this.code = code;
    }

    public @Nullable String parameter() {
        return parameter;
    }

    public String code() {
        return code;
    }
}
