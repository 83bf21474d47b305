package io.azulejo.processor.image;

import static io.azulejo.processor.image.ImageFormat.BMP;

/** Unpacks the run-length coding of 4-bit and 8-bit bitmaps. */
final class BmpRunLengths {

    private static final int END_OF_LINE = 0;
    private static final int END_OF_BITMAP = 1;
    private static final int DELTA = 2;

    private final EncodedBytes bytes;
    private final boolean fourBits;
    private long at;

    BmpRunLengths(EncodedBytes bytes, long start, boolean fourBits) {
        this.bytes = bytes;
        this.at = start;
        this.fourBits = fourBits;
    }

    /** Colour numbers in the order stored; what is skipped has colour 0. */
    byte[] decode(int width, int height) {
        byte[] pixels = new byte[Math.multiplyExact(width, height)];
        int done = 0;
        while (done < pixels.length) {
            int count = bytes.u8(at);
            int value = bytes.u8(at + 1);
            at += 2;
            if (count > 0) {
                int rowLeft = width - done % width;
                done = run(pixels, done, Math.min(count, rowLeft), value);
                continue;
            }
            switch (value) {
                case END_OF_LINE -> done = (done + width - 1) / width * width;
                case END_OF_BITMAP -> {
                    return pixels;
                }
                case DELTA -> {
                    long skipped = done + bytes.u8(at) + (long) bytes.u8(at + 1) * width;
                    done = (int) Math.min(skipped, pixels.length);
                    at += 2;
                }
                default -> done = literal(pixels, done, Math.min(value, pixels.length - done), value);
            }
        }
        return pixels;
    }

    private int run(byte[] pixels, int start, int count, int value) {
        for (int i = 0; i < count; i++) {
            int color = !fourBits ? value : i % 2 == 0 ? value >> 4 : value & 0x0F;
            pixels[start + i] = (byte) color;
        }
        return start + count;
    }

    private int literal(byte[] pixels, int start, int count, int stored) {
        for (int i = 0; i < count; i++) {
            int value = bytes.u8(at + (fourBits ? i / 2 : i));
            pixels[start + i] = (byte) (!fourBits ? value : i % 2 == 0 ? value >> 4 : value & 0x0F);
        }
        int storedBytes = fourBits ? (stored + 1) / 2 : stored;
        at += storedBytes + (storedBytes & 1);
        return start + count;
    }
}
