package io.azulejo.processor.image;

import org.jspecify.annotations.Nullable;

/** A picture that cannot be read. The message is one or more sentences for the person who sent the picture. */
public final class ImageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ImageException(String reason) {
        super(reason);
    }

    public ImageException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    /** What is wrong with the picture, in words for its sender. */
    public String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    static ImageException cutOff(ImageFormat format) {
        return new ImageException("The " + format + " file is cut off: its end is missing.");
    }

    static ImageException damaged(ImageFormat format, String what) {
        return new ImageException("The " + format + " file is damaged: " + what + ".");
    }

    static ImageException unsupported(ImageFormat format, String what) {
        return new ImageException("This kind of " + format + " file cannot be read: " + what + ".");
    }
}
