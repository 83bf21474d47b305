package io.azulejo.processor.image;

/**
 * What a picture's header says, read without decoding a pixel.
 *
 * @param format how the picture is stored
 * @param width columns as stored
 * @param height rows as stored
 * @param orientation how the stored picture is to be turned, as EXIF numbers it: 1 (upright) to 8
 */
public record ImageInfo(ImageFormat format, int width, int height, int orientation) {

    /** The width after the orientation is applied. */
    public int uprightWidth() {
        return orientation >= 5 ? height : width;
    }

    /** The height after the orientation is applied. */
    public int uprightHeight() {
        return orientation >= 5 ? width : height;
    }
}
