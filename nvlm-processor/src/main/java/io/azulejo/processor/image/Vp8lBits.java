package io.azulejo.processor.image;

import static io.azulejo.processor.image.ImageFormat.WEBP;

/** The bits of a lossless WebP picture, lowest bit of each byte first. */
final class Vp8lBits {

    private final byte[] data;
    private final int end;
    private int at;
    private long window;
    private int count;
    /** Bits in the window that stand for bytes past the end. */
    private int missing;

    Vp8lBits(byte[] data, int start, int end) {
        this.data = data;
        this.at = start;
        this.end = end;
    }

    /** The next bits, at least 32 of them, without passing over them. */
    int peek() {
        if (count < 32) {
            fill();
        }
        return (int) window;
    }

    void skip(int bits) {
        window >>>= bits;
        count -= bits;
        if (count < missing) {
            throw ImageException.cutOff(WEBP);
        }
    }

    /** @param bits at most 24 */
    int read(int bits) {
        int value = peek() & ((1 << bits) - 1);
        skip(bits);
        return value;
    }

    boolean flag() {
        return read(1) == 1;
    }

    private void fill() {
        while (count <= 48) {
            if (at < end) {
                window |= (data[at++] & 0xFFL) << count;
            } else {
                missing += 8;
            }
            count += 8;
        }
    }
}
