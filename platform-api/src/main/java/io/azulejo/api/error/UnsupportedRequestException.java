package io.azulejo.api.error;

/** The request is right but asks for what this model cannot do. */
public final class UnsupportedRequestException extends BackendException {

    private static final long serialVersionUID = 1L;

    private final String parameter;

    /**
     * @param message what cannot be done, and what can
     * @param parameter what was asked for, by its name on the wire
     */
    public UnsupportedRequestException(String message, String parameter) {
        super(message, null);
        this.parameter = parameter;
    }

    public String parameter() {
        return parameter;
    }
}
