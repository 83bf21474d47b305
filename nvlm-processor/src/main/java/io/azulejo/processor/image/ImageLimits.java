package io.azulejo.processor.image;

import java.util.Locale;

/**
 * How large a picture may be. Both are checked before any pixel is decoded, so a small file that claims to be a huge
 * picture costs nothing.
 *
 * <p>Decoding takes up to 8 bytes of heap for each pixel at its peak, 3 for the pixels and the rest for turning them or
 * for the decoder's own copy (11 bytes for a TIFF of four channels of 16 bits): with the default of 64 megapixels at
 * most 512 MiB, for a JPEG of 12 megapixels less than 100 MiB.
 *
 * @param maxPixels the most pixels, width times height
 * @param maxBytes the most bytes of the file
 */
public record ImageLimits(long maxPixels, int maxBytes) {

    /** No side may be longer, whatever {@link #maxPixels} says: the limit of JPEG's own size fields. */
    static final int MAX_SIDE = 65_535;

    private static final ImageLimits DEFAULTS = new ImageLimits(64L * 1024 * 1024, 50 * 1024 * 1024);

    public ImageLimits {
        if (maxPixels < 1 || maxPixels > 512L * 1024 * 1024) {
            throw new IllegalArgumentException("maxPixels must lie between 1 and 536870912, but is " + maxPixels);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1, but is " + maxBytes);
        }
    }

    /** 64 megapixels (67,108,864) and 50 MiB. */
    public static ImageLimits defaults() {
        return DEFAULTS;
    }

    void checkBytes(long bytes) {
        if (bytes == 0) {
            throw new ImageException("The picture is empty: it has no bytes.");
        }
        if (bytes > maxBytes) {
            throw new ImageException(String.format(Locale.ROOT,
                    "The picture's file is too large: %.1f MiB, and at most %.1f MiB are accepted.", mebi(bytes),
                    mebi(maxBytes)));
        }
    }

    void checkSize(long width, long height) {
        if (width < 1 || height < 1) {
            throw new ImageException("The picture has no pixels: its header says " + width + " x " + height + ".");
        }
        if (width > MAX_SIDE || height > MAX_SIDE || width * height > maxPixels) {
            throw new ImageException(String.format(Locale.ROOT,
                    "The picture is too large: %d x %d pixels, and at most %.1f megapixels with sides of up to %d"
                            + " pixels are accepted. Send it smaller.",
                    width, height, maxPixels / 1e6, MAX_SIDE));
        }
    }

    private static double mebi(long bytes) {
        return bytes / (1024.0 * 1024.0);
    }
}
