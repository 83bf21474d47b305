package io.azulejo.server.attachment;

import org.jspecify.annotations.Nullable;

/** A picture that passed the checks and is not stored yet. */
public final class Picture {

    private final byte[] data;
    private final String mediaType;
    private final @Nullable String fileName;
    private final int width;
    private final int height;

    Picture(byte[] data, String mediaType, @Nullable String fileName, int width, int height) {
        this.data = data;
        this.mediaType = mediaType;
        this.fileName = fileName;
        this.width = width;
        this.height = height;
    }

    /** The bytes as they were sent; not to be changed. */
    public byte[] data() {
        return data;
    }

    /** What the bytes say that it is. */
    public String mediaType() {
        return mediaType;
    }

    @Nullable
    String fileName() {
        return fileName;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
