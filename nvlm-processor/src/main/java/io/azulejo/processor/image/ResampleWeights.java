package io.azulejo.processor.image;

/**
 * For each place of the output the run of input places it is made of and their weights, as Pillow computes them: a
 * cubic with a = -0.5, stretched by the reduction factor, its weights normalised to one and rounded to integers.
 *
 * @param first the first input place of each output place
 * @param count how many input places each output place is made of
 * @param weights {@code stride} weights for each output place, in units of 2<sup>-22</sup>
 * @param stride room for the weights of one output place
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ResampleWeights(int[] first, int[] count, int[] weights, int stride) {

    /** 32 bits less 8 of the pixel and 2 for weights above one and below zero. */
    static final int PRECISION_BITS = 22;

    private static final double SUPPORT = 2.0;
    private static final double A = -0.5;

    static ResampleWeights of(int inputSize, int outputSize) {
        double scale = (double) inputSize / outputSize;
        double filterScale = Math.max(scale, 1.0);
        double support = SUPPORT * filterScale;
        int stride = (int) Math.ceil(support) * 2 + 1;
        int[] first = new int[outputSize];
        int[] count = new int[outputSize];
        int[] weights = new int[Math.multiplyExact(outputSize, stride)];
        double[] exact = new double[stride];
        for (int out = 0; out < outputSize; out++) {
            double center = (out + 0.5) * scale;
            double step = 1.0 / filterScale;
            int start = Math.max((int) (center - support + 0.5), 0);
            int length = Math.min((int) (center + support + 0.5), inputSize) - start;
            double sum = 0.0;
            for (int i = 0; i < length; i++) {
                exact[i] = cubic((i + start - center + 0.5) * step);
                sum += exact[i];
            }
            for (int i = 0; i < length; i++) {
                double weight = sum == 0.0 ? exact[i] : exact[i] / sum;
                double scaled = weight * (1 << PRECISION_BITS);
                weights[out * stride + i] = (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
            }
            first[out] = start;
            count[out] = length;
        }
        return new ResampleWeights(first, count, weights, stride);
    }

    /** How many input places, from the first on, any output place reads. */
    int inputEnd() {
        int last = first.length - 1;
        return first[last] + count[last];
    }

    private static double cubic(double x) {
        double d = Math.abs(x);
        if (d < 1.0) {
            return ((A + 2.0) * d - (A + 3.0)) * d * d + 1;
        }
        if (d < 2.0) {
            return (((d - 5) * d + 8) * d - 4) * A;
        }
        return 0.0;
    }
}
