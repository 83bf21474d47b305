package io.azulejo.processor;

import org.jspecify.annotations.Nullable;

/** A picture that cannot be read, told in words for the person who sent it. */
public final class PictureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int index;
    private final String reason;

    /**
     * @param index the picture's place among all pictures of the conversation, from 0
     * @param reason what is wrong with it, a sentence
     */
    public PictureException(int index, String reason, @Nullable Throwable cause) {
        super("Picture " + (index + 1) + " cannot be read: " + reason, cause);
        this.index = index;
        this.reason = reason;
    }

    /** The picture's place among all pictures of the conversation, from 0. */
    public int index() {
        return index;
    }

    public String reason() {
        return reason;
    }
}
