package io.azulejo.server.fetch;

/** A picture that could not be fetched, with the reason in words that tell nothing of networks inside. */
public final class FetchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why, for those who count. */
    public enum Reason {
        /** The address is not one that is fetched from. */
        REFUSED,
        /** Nobody answered in time. */
        UNREACHABLE,
        /** The answer is no picture. */
        NO_PICTURE,
        /** It has too many bytes. */
        TOO_LARGE
    }

    FetchException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Never null, unlike what it overrides. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
