package io.azulejo.processor.image;

/** Colour conversions in the integer arithmetic of libjpeg and Pillow. */
final class JpegColors {

    private static final int SCALE_BITS = 16;
    private static final int ONE_HALF = 1 << (SCALE_BITS - 1);

    private static final int[] RED_OF_CR = new int[256];
    private static final int[] BLUE_OF_CB = new int[256];
    private static final int[] GREEN_OF_CR = new int[256];
    private static final int[] GREEN_OF_CB = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int x = i - 128;
            RED_OF_CR[i] = (fixed(1.40200) * x + ONE_HALF) >> SCALE_BITS;
            BLUE_OF_CB[i] = (fixed(1.77200) * x + ONE_HALF) >> SCALE_BITS;
            GREEN_OF_CR[i] = -fixed(0.71414) * x;
            GREEN_OF_CB[i] = -fixed(0.34414) * x + ONE_HALF;
        }
    }

    private JpegColors() {}

    /** Turns {@code stride} bytes a pixel, of which the first three are Y, Cb, Cr, into red, green, blue in place. */
    static void ycbcrToRgb(byte[] pixels, int stride) {
        for (int i = 0; i + 2 < pixels.length; i += stride) {
            int y = pixels[i] & 0xFF;
            int cb = pixels[i + 1] & 0xFF;
            int cr = pixels[i + 2] & 0xFF;
            pixels[i] = clip(y + RED_OF_CR[cr]);
            pixels[i + 1] = clip(y + ((GREEN_OF_CB[cb] + GREEN_OF_CR[cr]) >> SCALE_BITS));
            pixels[i + 2] = clip(y + BLUE_OF_CB[cb]);
        }
    }

    /** YCCK is CMYK whose first three, as inks, are the complement of an RGB stored as YCbCr. In place. */
    static void ycckToCmyk(byte[] pixels) {
        ycbcrToRgb(pixels, 4);
        for (int i = 0; i < pixels.length; i += 4) {
            pixels[i] = (byte) ~pixels[i];
            pixels[i + 1] = (byte) ~pixels[i + 1];
            pixels[i + 2] = (byte) ~pixels[i + 2];
        }
    }

    static void invert(byte[] pixels) {
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) ~pixels[i];
        }
    }

    /** Pillow's naive conversion: each ink takes its share of what black leaves. */
    static byte[] cmykToRgb(byte[] cmyk) {
        byte[] rgb = new byte[cmyk.length / 4 * 3];
        for (int i = 0, out = 0; i + 3 < cmyk.length; i += 4, out += 3) {
            int light = 255 - (cmyk[i + 3] & 0xFF);
            for (int ink = 0; ink < 3; ink++) {
                rgb[out + ink] = clip(light - multiply(cmyk[i + ink] & 0xFF, light));
            }
        }
        return rgb;
    }

    static byte[] greyToRgb(byte[] grey) {
        byte[] rgb = new byte[Math.multiplyExact(grey.length, 3)];
        for (int i = 0, out = 0; i < grey.length; i++, out += 3) {
            rgb[out] = grey[i];
            rgb[out + 1] = grey[i];
            rgb[out + 2] = grey[i];
        }
        return rgb;
    }

    /** {@code a * b / 255}, rounded. */
    private static int multiply(int a, int b) {
        int product = a * b + 128;
        return ((product >> 8) + product) >> 8;
    }

    private static int fixed(double x) {
        return (int) (x * (1 << SCALE_BITS) + 0.5);
    }

    private static byte clip(int value) {
        return (byte) Math.clamp(value, 0, 255);
    }
}
