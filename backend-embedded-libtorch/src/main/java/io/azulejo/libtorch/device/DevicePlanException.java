package io.azulejo.libtorch.device;

/** A device map that cannot be used, or a model that does not fit where it is to go. */
public final class DevicePlanException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DevicePlanException(String message) {
        super(message);
    }
}
