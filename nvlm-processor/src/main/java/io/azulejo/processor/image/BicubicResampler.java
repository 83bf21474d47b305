package io.azulejo.processor.image;

import java.util.Arrays;

import static io.azulejo.processor.image.ResampleWeights.PRECISION_BITS;

/**
 * Pillow's bicubic resampling to the bit: columns first, rounded to 8 bits, then rows; a direction whose size does not
 * change is left alone. Since version 13 Pillow goes over the rows first where that is faster, which rounds otherwise;
 * the models were trained with earlier ones. {@code java.awt} does not smooth when shrinking.
 */
final class BicubicResampler {

    private static final int HALF = 1 << (PRECISION_BITS - 1);

    private BicubicResampler() {}

    static RgbImage resize(RgbImage image, int width, int height) {
        RgbImage result = image;
        if (width != result.width()) {
            result = horizontal(result, width);
        }
        if (height != result.height()) {
            result = vertical(result, height);
        }
        return result;
    }

    private static RgbImage horizontal(RgbImage image, int width) {
        ResampleWeights table = ResampleWeights.of(image.width(), width);
        int[] first = table.first();
        int[] count = table.count();
        int[] weights = table.weights();
        byte[] in = image.rgb();
        byte[] out = new byte[Math.toIntExact(3L * width * image.height())];
        int target = 0;
        for (int y = 0; y < image.height(); y++) {
            int row = 3 * y * image.width();
            for (int x = 0; x < width; x++) {
                int red = HALF;
                int green = HALF;
                int blue = HALF;
                int source = row + 3 * first[x];
                int from = x * table.stride();
                for (int i = from, end = from + count[x]; i < end; i++, source += 3) {
                    int weight = weights[i];
                    red += (in[source] & 0xFF) * weight;
                    green += (in[source + 1] & 0xFF) * weight;
                    blue += (in[source + 2] & 0xFF) * weight;
                }
                out[target] = clip(red);
                out[target + 1] = clip(green);
                out[target + 2] = clip(blue);
                target += 3;
            }
        }
        return new RgbImage(width, image.height(), out);
    }

    private static RgbImage vertical(RgbImage image, int height) {
        ResampleWeights table = ResampleWeights.of(image.height(), height);
        int rowBytes = 3 * image.width();
        byte[] in = image.rgb();
        byte[] out = new byte[Math.toIntExact((long) rowBytes * height)];
        int[] sums = new int[rowBytes];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, HALF);
            int from = y * table.stride();
            int source = table.first()[y] * rowBytes;
            for (int i = from, end = from + table.count()[y]; i < end; i++, source += rowBytes) {
                accumulate(sums, in, source, table.weights()[i]);
            }
            int target = y * rowBytes;
            for (int x = 0; x < rowBytes; x++) {
                out[target + x] = clip(sums[x]);
            }
        }
        return new RgbImage(image.width(), height, out);
    }

    /** A loop of its own without branches, which the compiler turns into vector instructions. */
    private static void accumulate(int[] sums, byte[] in, int source, int weight) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += (in[source + x] & 0xFF) * weight;
        }
    }

    private static byte clip(int sum) {
        return (byte) Math.clamp(sum >> PRECISION_BITS, 0, 255);
    }
}
