package io.azulejo.processor.image;

/**
 * Decoded pixels: 8 bits a channel, red, green, blue interleaved, row by row from the top, no padding.
 *
 * @param width columns
 * @param height rows
 * @param rgb {@code 3 * width * height} bytes, not copied: whoever holds the image owns them
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; a defensive copy would cost up to 200 MB.
public record RgbImage(int width, int height, byte[] rgb) {

    public RgbImage {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    rgb.length + " bytes are no RGB picture of " + width + " x " + height + " pixels");
        }
    }

    /** The pixel as {@code 0xRRGGBB}. */
    public int pixel(int x, int y) {
        int at = 3 * (y * width + x);
        return ((rgb[at] & 0xFF) << 16) | ((rgb[at + 1] & 0xFF) << 8) | (rgb[at + 2] & 0xFF);
    }
}
