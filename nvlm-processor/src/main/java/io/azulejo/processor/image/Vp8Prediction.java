package io.azulejo.processor.image;

/**
 * Predicts pixels of a macroblock from those above it and on its left, in a work area of {@link #STRIDE} bytes a row
 * that holds these neighbours around it.
 */
final class Vp8Prediction {

    static final int STRIDE = 32;

    /** Ways to predict a whole macroblock; the numbers are those of the same ways for a block. */
    static final int DC = 0;
    static final int TRUE_MOTION = 1;
    static final int VERTICAL = 2;
    static final int HORIZONTAL = 3;

    private static final int LEFT_DOWN = 4;
    private static final int RIGHT_DOWN = 5;
    private static final int VERTICAL_RIGHT = 6;
    private static final int VERTICAL_LEFT = 7;
    private static final int HORIZONTAL_DOWN = 8;

    private final byte[] work;

    Vp8Prediction(byte[] work) {
        this.work = work;
    }

    /** A square of 16 or 8 pixels; at the picture's edges the mean is that of the neighbours there are. */
    void square(int mode, int at, int size, boolean hasAbove, boolean hasLeft) {
        switch (mode) {
            case DC -> fill(at, size, mean(at, size, hasAbove, hasLeft));
            case TRUE_MOTION -> trueMotion(at, size);
            case VERTICAL -> {
                for (int y = 0; y < size; y++) {
                    System.arraycopy(work, at - STRIDE, work, at + y * STRIDE, size);
                }
            }
            default -> {
                for (int y = 0; y < size; y++) {
                    int row = at + y * STRIDE;
                    java.util.Arrays.fill(work, row, row + size, work[row - 1]);
                }
            }
        }
    }

    /** A block of 4 x 4 pixels. */
    void block(int mode, int at) {
        int x = pixel(at - STRIDE - 1);
        int a = pixel(at - STRIDE);
        int b = pixel(at - STRIDE + 1);
        int c = pixel(at - STRIDE + 2);
        int d = pixel(at - STRIDE + 3);
        int i = pixel(at - 1);
        int j = pixel(at - 1 + STRIDE);
        int k = pixel(at - 1 + 2 * STRIDE);
        int l = pixel(at - 1 + 3 * STRIDE);
        switch (mode) {
            case DC -> fill(at, 4, (a + b + c + d + i + j + k + l + 4) >> 3);
            case TRUE_MOTION -> trueMotion(at, 4);
            case VERTICAL -> {
                int e = pixel(at - STRIDE + 4);
                for (int y = 0; y < 4; y++) {
                    row(at, y, mix(x, a, b), mix(a, b, c), mix(b, c, d), mix(c, d, e));
                }
            }
            case HORIZONTAL -> {
                fillRow(at, 0, mix(x, i, j));
                fillRow(at, 1, mix(i, j, k));
                fillRow(at, 2, mix(j, k, l));
                fillRow(at, 3, mix(k, l, l));
            }
            case RIGHT_DOWN -> {
                row(at, 0, mix(a, x, i), mix(b, a, x), mix(c, b, a), mix(d, c, b));
                row(at, 1, mix(x, i, j), mix(a, x, i), mix(b, a, x), mix(c, b, a));
                row(at, 2, mix(i, j, k), mix(x, i, j), mix(a, x, i), mix(b, a, x));
                row(at, 3, mix(j, k, l), mix(i, j, k), mix(x, i, j), mix(a, x, i));
            }
            case VERTICAL_RIGHT -> {
                row(at, 0, mix(x, a), mix(a, b), mix(b, c), mix(c, d));
                row(at, 1, mix(i, x, a), mix(x, a, b), mix(a, b, c), mix(b, c, d));
                row(at, 2, mix(j, i, x), mix(x, a), mix(a, b), mix(b, c));
                row(at, 3, mix(k, j, i), mix(i, x, a), mix(x, a, b), mix(a, b, c));
            }
            case HORIZONTAL_DOWN -> {
                row(at, 0, mix(i, x), mix(i, x, a), mix(x, a, b), mix(a, b, c));
                row(at, 1, mix(j, i), mix(j, i, x), mix(i, x), mix(i, x, a));
                row(at, 2, mix(k, j), mix(k, j, i), mix(j, i), mix(j, i, x));
                row(at, 3, mix(l, k), mix(l, k, j), mix(k, j), mix(k, j, i));
            }
            case LEFT_DOWN, VERTICAL_LEFT -> fromRight(mode, at, a, b, c, d);
            default -> {
                row(at, 0, mix(i, j), mix(i, j, k), mix(j, k), mix(j, k, l));
                row(at, 1, mix(j, k), mix(j, k, l), mix(k, l), mix(k, l, l));
                row(at, 2, mix(k, l), mix(k, l, l), l, l);
                row(at, 3, l, l, l, l);
            }
        }
    }

    /** The two ways that also look at the four pixels above on the right. */
    private void fromRight(int mode, int at, int a, int b, int c, int d) {
        int e = pixel(at - STRIDE + 4);
        int f = pixel(at - STRIDE + 5);
        int g = pixel(at - STRIDE + 6);
        int h = pixel(at - STRIDE + 7);
        if (mode == LEFT_DOWN) {
            row(at, 0, mix(a, b, c), mix(b, c, d), mix(c, d, e), mix(d, e, f));
            row(at, 1, mix(b, c, d), mix(c, d, e), mix(d, e, f), mix(e, f, g));
            row(at, 2, mix(c, d, e), mix(d, e, f), mix(e, f, g), mix(f, g, h));
            row(at, 3, mix(d, e, f), mix(e, f, g), mix(f, g, h), mix(g, h, h));
        } else {
            row(at, 0, mix(a, b), mix(b, c), mix(c, d), mix(d, e));
            row(at, 1, mix(a, b, c), mix(b, c, d), mix(c, d, e), mix(d, e, f));
            row(at, 2, mix(b, c), mix(c, d), mix(d, e), mix(e, f, g));
            row(at, 3, mix(b, c, d), mix(c, d, e), mix(d, e, f), mix(f, g, h));
        }
    }

    private int mean(int at, int size, boolean hasAbove, boolean hasLeft) {
        if (!hasAbove && !hasLeft) {
            return 128;
        }
        int sum = 0;
        for (int i = 0; i < size; i++) {
            sum += hasAbove ? pixel(at - STRIDE + i) : 0;
            sum += hasLeft ? pixel(at - 1 + i * STRIDE) : 0;
        }
        int count = hasAbove && hasLeft ? 2 * size : size;
        return (sum + count / 2) / count;
    }

    private void trueMotion(int at, int size) {
        int corner = pixel(at - STRIDE - 1);
        for (int y = 0; y < size; y++) {
            int row = at + y * STRIDE;
            int difference = pixel(row - 1) - corner;
            for (int x = 0; x < size; x++) {
                work[row + x] = (byte) Math.clamp(pixel(at - STRIDE + x) + difference, 0, 255);
            }
        }
    }

    private void fill(int at, int size, int value) {
        for (int y = 0; y < size; y++) {
            java.util.Arrays.fill(work, at + y * STRIDE, at + y * STRIDE + size, (byte) value);
        }
    }

    private void fillRow(int at, int y, int value) {
        row(at, y, value, value, value, value);
    }

    private void row(int at, int y, int first, int second, int third, int fourth) {
        int target = at + y * STRIDE;
        work[target] = (byte) first;
        work[target + 1] = (byte) second;
        work[target + 2] = (byte) third;
        work[target + 3] = (byte) fourth;
    }

    private int pixel(int at) {
        return work[at] & 0xFF;
    }

    private static int mix(int a, int b) {
        return (a + b + 1) >> 1;
    }

    private static int mix(int a, int b, int c) {
        return (a + 2 * b + c + 2) >> 2;
    }
}
