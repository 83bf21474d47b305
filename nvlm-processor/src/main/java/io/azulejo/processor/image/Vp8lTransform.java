package io.azulejo.processor.image;

/** What an encoder did to the pixels, as ARGB ints, before it wrote them, and how to undo it. */
sealed interface Vp8lTransform {

    int[] undo(int[] pixels, int width, int height);

    /** Red and blue less green. */
    record SubtractGreen() implements Vp8lTransform {

        @Override
        public int[] undo(int[] pixels, int width, int height) {
            for (int i = 0; i < pixels.length; i++) {
                int argb = pixels[i];
                int green = (argb >> 8) & 0xFF;
                int redBlue = (argb & 0x00FF00FF) + ((green << 16) | green);
                pixels[i] = (argb & 0xFF00FF00) | (redBlue & 0x00FF00FF);
            }
            return pixels;
        }
    }

    /**
     * Red and blue less what green, and for blue red, let expect; the factors differ from block to block.
     *
     * @param bits the blocks' side, as a power of two
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record CrossColor(int bits, int[] factors) implements Vp8lTransform {

        @Override
        public int[] undo(int[] pixels, int width, int height) {
            int blocks = Vp8lPixels.blocks(width, bits);
            int i = 0;
            for (int y = 0; y < height; y++) {
                int row = (y >> bits) * blocks;
                for (int x = 0; x < width; x++, i++) {
                    int factor = factors[row + (x >> bits)];
                    int argb = pixels[i];
                    byte green = (byte) (argb >> 8);
                    int red = ((argb >> 16) + share(factor, green)) & 0xFF;
                    int blue = (argb + share(factor >> 8, green) + share(factor >> 16, (byte) red)) & 0xFF;
                    pixels[i] = (argb & 0xFF00FF00) | (red << 16) | blue;
                }
            }
            return pixels;
        }

        private static int share(int factor, byte color) {
            return ((byte) factor * color) >> 5;
        }
    }

    /**
     * Numbers of colours, in green, several to a pixel if there are few.
     *
     * @param width the picture's width when unpacked
     * @param bits how often a pixel is halved: 3 means eight numbers to a pixel
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record ColorIndexing(int width, int bits, int[] palette) implements Vp8lTransform {

        @Override
        public int[] undo(int[] packed, int packedWidth, int height) {
            int[] pixels = new int[Math.multiplyExact(width, height)];
            int depth = 8 >> bits;
            int perPixel = (1 << bits) - 1;
            int mask = (1 << depth) - 1;
            int out = 0;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++, out++) {
                    int green = (packed[y * packedWidth + (x >> bits)] >> 8) & 0xFF;
                    int color = (green >> (depth * (x & perPixel))) & mask;
                    // A number past the palette is transparent black.
                    pixels[out] = color < palette.length ? palette[color] : 0;
                }
            }
            return pixels;
        }
    }

    /**
     * Pixels less what their neighbours let expect; the way to expect differs from block to block.
     *
     * @param bits the blocks' side, as a power of two
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Predictor(int bits, int[] modes) implements Vp8lTransform {

        @Override
        public int[] undo(int[] pixels, int width, int height) {
            return Vp8lPrediction.undo(pixels, width, height, bits, modes);
        }
    }
}
