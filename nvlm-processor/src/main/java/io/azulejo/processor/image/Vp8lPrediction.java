package io.azulejo.processor.image;

/** Undoes the spatial prediction of lossless WebP, on ARGB ints. */
final class Vp8lPrediction {

    private static final int BLACK = 0xFF000000;

    private Vp8lPrediction() {}

    static int[] undo(int[] p, int width, int height, int bits, int[] modes) {
        p[0] = add(p[0], BLACK);
        for (int x = 1; x < width; x++) {
            p[x] = add(p[x], p[x - 1]);
        }
        int blocks = Vp8lPixels.blocks(width, bits);
        for (int y = 1; y < height; y++) {
            int row = y * width;
            p[row] = add(p[row], p[row - width]);
            for (int x = 1; x < width; x++) {
                int i = row + x;
                int mode = (modes[(y >> bits) * blocks + (x >> bits)] >> 8) & 0xF;
                // Right of the last column the pixel above on the right is the first of this row.
                p[i] = add(p[i], expected(mode, p[i - 1], p[i - width], p[i - width + 1], p[i - width - 1]));
            }
        }
        return p;
    }

    private static int expected(int mode, int left, int top, int topRight, int topLeft) {
        return switch (mode) {
            case 1 -> left;
            case 2 -> top;
            case 3 -> topRight;
            case 4 -> topLeft;
            case 5 -> mean(mean(left, topRight), top);
            case 6 -> mean(left, topLeft);
            case 7 -> mean(left, top);
            case 8 -> mean(topLeft, top);
            case 9 -> mean(top, topRight);
            case 10 -> mean(mean(left, topLeft), mean(top, topRight));
            case 11 -> nearer(left, top, topLeft);
            case 12 -> extrapolated(left, top, topLeft);
            case 13 -> halfExtrapolated(mean(left, top), topLeft);
            default -> BLACK;
        };
    }

    /** Channel by channel, modulo 256. */
    static int add(int a, int b) {
        int alphaGreen = (a & 0xFF00FF00) + (b & 0xFF00FF00);
        int redBlue = (a & 0x00FF00FF) + (b & 0x00FF00FF);
        return (alphaGreen & 0xFF00FF00) | (redBlue & 0x00FF00FF);
    }

    private static int mean(int a, int b) {
        return (((a ^ b) & 0xFEFEFEFE) >>> 1) + (a & b);
    }

    /** Left or top, whichever is nearer to left + top - topLeft. */
    private static int nearer(int left, int top, int topLeft) {
        int difference = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int corner = channel(topLeft, shift);
            difference += Math.abs(channel(left, shift) - corner) - Math.abs(channel(top, shift) - corner);
        }
        return difference <= 0 ? top : left;
    }

    private static int extrapolated(int left, int top, int topLeft) {
        int result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = channel(left, shift) + channel(top, shift) - channel(topLeft, shift);
            result |= Math.clamp(value, 0, 255) << shift;
        }
        return result;
    }

    private static int halfExtrapolated(int mean, int topLeft) {
        int result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = channel(mean, shift);
            result |= Math.clamp(value + (value - channel(topLeft, shift)) / 2, 0, 255) << shift;
        }
        return result;
    }

    private static int channel(int argb, int shift) {
        return (argb >>> shift) & 0xFF;
    }
}
