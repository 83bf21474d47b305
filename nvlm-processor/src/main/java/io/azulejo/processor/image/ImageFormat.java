package io.azulejo.processor.image;

/** The picture formats that can be read, told by the first bytes of a file and never by its name. */
public enum ImageFormat {

    JPEG("image/jpeg"), PNG("image/png"), GIF("image/gif"), WEBP("image/webp"), BMP("image/bmp"), TIFF("image/tiff");

    private final String mediaType;

    ImageFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The format's registered media type, such as {@code image/png}. */
    public String mediaType() {
        return mediaType;
    }
}
