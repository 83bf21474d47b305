package io.azulejo.processor.image;

/**
 * The eight ways a stored picture may be turned or mirrored, numbered as in EXIF: 1 is upright, 6 is what a phone held
 * upright usually writes.
 */
final class Orientation {

    static final int UPRIGHT = 1;

    private static final int TAG = 0x0112;
    private static final int TYPE_SHORT = 3;

    private Orientation() {}

    /** The picture as it is meant to be seen. */
    static RgbImage apply(RgbImage image, int orientation) {
        if (orientation == UPRIGHT) {
            return image;
        }
        int width = image.width();
        int height = image.height();
        // Where the stored picture's first pixel goes, and how far one goes for a step to the right and a step down.
        boolean swapped = orientation >= 5;
        int newWidth = swapped ? height : width;
        int newHeight = swapped ? width : height;
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
        int acrossColumn = fromRight ? -3 : 3;
        int acrossRow = fromBottom ? -3 * newWidth : 3 * newWidth;
        int start = 3 * ((fromBottom ? newHeight - 1 : 0) * newWidth + (fromRight ? newWidth - 1 : 0));
        int right = swapped ? acrossRow : acrossColumn;
        int down = swapped ? acrossColumn : acrossRow;
        byte[] in = image.rgb();
        byte[] out = new byte[in.length];
        int source = 0;
        for (int y = 0; y < height; y++) {
            int target = start + y * down;
            for (int x = 0; x < width; x++, source += 3, target += right) {
                out[target] = in[source];
                out[target + 1] = in[source + 1];
                out[target + 2] = in[source + 2];
            }
        }
        return new RgbImage(newWidth, newHeight, out);
    }

    /**
     * The orientation in the first directory of a TIFF structure, which is what EXIF data are. Anything unexpected
     * means upright: a broken note about a picture does not make the picture unreadable.
     */
    static int inTiff(ImageFormat format, byte[] data, int offset, int length) {
        EncodedBytes probe = new EncodedBytes(format, data, false);
        boolean little = probe.isAt(offset, "II*\0");
        if (length < 8 || !(little || probe.isAt(offset, "MM\0*"))) {
            return UPRIGHT;
        }
        EncodedBytes bytes = new EncodedBytes(format, data, little);
        long directory = bytes.u32(offset + 4);
        if (directory + 2 > length) {
            return UPRIGHT;
        }
        int entries = bytes.u16(offset + directory);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            if (entry + 12 > length) {
                return UPRIGHT;
            }
            if (bytes.u16(offset + entry) == TAG) {
                int value = bytes.u16(offset + entry + 8);
                boolean known = bytes.u16(offset + entry + 2) == TYPE_SHORT && value >= 1 && value <= 8;
                return known ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** As {@link #inTiff}, with the heading {@code Exif} that JPEG puts before it and some writers put into WebP. */
    static int inExif(ImageFormat format, byte[] data, int offset, int length) {
        boolean heading = new EncodedBytes(format, data, false).isAt(offset, "Exif\0\0") && length >= 6;
        return heading
                ? inTiff(format, data, offset + 6, length - 6)
                : inTiff(format, data, offset, length);
    }
}
