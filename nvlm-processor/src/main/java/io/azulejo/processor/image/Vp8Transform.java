package io.azulejo.processor.image;

/** VP8's integer transforms. */
final class Vp8Transform {

    private Vp8Transform() {}

    /** The Walsh-Hadamard transform of the second-order block into the first coefficients of the 16 luma blocks. */
    static void secondOrder(short[] in, short[] values) {
        int[] rows = new int[16];
        for (int i = 0; i < 4; i++) {
            int a0 = in[i] + in[12 + i];
            int a1 = in[4 + i] + in[8 + i];
            int a2 = in[4 + i] - in[8 + i];
            int a3 = in[i] - in[12 + i];
            rows[i] = a0 + a1;
            rows[8 + i] = a0 - a1;
            rows[4 + i] = a3 + a2;
            rows[12 + i] = a3 - a2;
        }
        for (int i = 0; i < 4; i++) {
            int dc = rows[4 * i] + 3;
            int a0 = dc + rows[4 * i + 3];
            int a1 = rows[4 * i + 1] + rows[4 * i + 2];
            int a2 = rows[4 * i + 1] - rows[4 * i + 2];
            int a3 = dc - rows[4 * i + 3];
            int out = 64 * i;
            values[out] = (short) ((a0 + a1) >> 3);
            values[out + 16] = (short) ((a3 + a2) >> 3);
            values[out + 32] = (short) ((a0 - a1) >> 3);
            values[out + 48] = (short) ((a3 - a2) >> 3);
        }
    }

    /** Adds what the 16 coefficients from {@code at} on stand for to a block of 4 x 4 pixels. */
    static void add(short[] in, int at, byte[] pixels, int target, int stride) {
        boolean zero = true;
        for (int i = at; i < at + 16 && zero; i++) {
            zero = in[i] == 0;
        }
        if (zero) {
            return;
        }
        int[] columns = new int[16];
        for (int i = 0; i < 4; i++) {
            int a = in[at + i] + in[at + 8 + i];
            int b = in[at + i] - in[at + 8 + i];
            int c = small(in[at + 4 + i]) - large(in[at + 12 + i]);
            int d = large(in[at + 4 + i]) + small(in[at + 12 + i]);
            columns[4 * i] = a + d;
            columns[4 * i + 1] = b + c;
            columns[4 * i + 2] = b - c;
            columns[4 * i + 3] = a - d;
        }
        for (int i = 0; i < 4; i++) {
            int dc = columns[i] + 4;
            int a = dc + columns[8 + i];
            int b = dc - columns[8 + i];
            int c = small(columns[4 + i]) - large(columns[12 + i]);
            int d = large(columns[4 + i]) + small(columns[12 + i]);
            int row = target + i * stride;
            addTo(pixels, row, a + d);
            addTo(pixels, row + 1, b + c);
            addTo(pixels, row + 2, b - c);
            addTo(pixels, row + 3, a - d);
        }
    }

    private static void addTo(byte[] pixels, int at, int difference) {
        pixels[at] = (byte) Math.clamp((pixels[at] & 0xFF) + (difference >> 3), 0, 255);
    }

    /** Times the root of two and the cosine of an eighth of pi. */
    private static int large(int x) {
        return ((x * 20091) >> 16) + x;
    }

    /** Times the root of two and the sine of an eighth of pi. */
    private static int small(int x) {
        return (x * 35468) >> 16;
    }
}
