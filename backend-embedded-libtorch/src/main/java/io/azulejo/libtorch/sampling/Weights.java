package io.azulejo.libtorch.sampling;

/**
 * Unnormalised probabilities. Written as plain loops over arrays, so that the compiler makes vector instructions of them:
 * a row of 150,000 takes a fraction of what as many calls of {@link Math#exp} take.
 */
final class Weights {

    /** The exponential of this is less than any float32. */
    private static final double VANISHING = -104;

    private Weights() {}

    /**
     * Replaces each logit by exp((logit - max) / temperature), so that the likeliest is 1; right to within one unit
     * in the last place of float32.
     */
    static void ofLogits(float[] row, float max, double temperature) {
        // A bound, so that a temperature near 0 does not make 0 times infinity of the likeliest.
        double scale = Math.min(1 / temperature, Double.MAX_VALUE);
        for (int i = 0; i < row.length; i++) {
            // exp(x) = exp(x / 1024) ^ 1024; the series of so small a number is exact after seven terms.
            double x = Math.max((row[i] - max) * scale, VANISHING) / 1024;
            double exp = 1 + x * (1 + x * (1 / 2.0 + x * (1 / 6.0 + x * (1 / 24.0 + x * (1 / 120.0
                    + x * (1 / 720.0 + x / 5040))))));
            exp *= exp;
            exp *= exp;
            exp *= exp;
            exp *= exp;
            exp *= exp;
            exp *= exp;
            exp *= exp;
            exp *= exp;
            exp *= exp;
            exp *= exp;
            row[i] = (float) exp;
        }
    }

    /** Makes those below a bound 0. */
    static void cutBelow(float[] weights, double bound) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weights[i] < bound ? 0 : weights[i];
        }
    }

    static double sum(float[] weights) {
        // Four at a time: one sum would wait for each addition to end before the next begins.
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < weights.length; i += 4) {
            a += weights[i];
            b += weights[i + 1];
            c += weights[i + 2];
            d += weights[i + 3];
        }
        for (; i < weights.length; i++) {
            a += weights[i];
        }
        return a + b + (c + d);
    }
}
