package io.azulejo.libtorch.engine;

/**
 * Says how much may be computed beside the decodes of a step, so that the time between two tokens of an answer stays
 * near what it is when nobody else wants anything. Knows how long things take from how long they took. Has no clock of
 * its own; the engine's thread owns it.
 */
final class StepPace {

    private static final double WEIGHT_OF_THE_NEWEST = 0.2;
    /** A pause of the machine says little about the next step, so no sample counts for more than this many means. */
    private static final double LARGEST_SAMPLE = 2;
    /** So many tokens cost little more than one, since the weights are read anyhow. */
    private static final int FEWEST_TOKENS = 16;
    /** Where nobody decodes, the vision tower rests this often to hear who comes and who goes. */
    private static final double ALONE_NANOS = 50e6;
    /** After so many shared steps one is left to the decodes, to see how long they take now. */
    private static final int SHARED_STEPS = 32;

    private final double stretch;
    /** Time of a step of decodes alone, by the number of bits of their number; 0 where none is known. */
    private final double[] decodeNanos = new double[Integer.SIZE];
    private double layerNanos;
    private double tokenNanos;
    private int sharedSteps;

    /** @param stretch how long a shared step may take, as a multiple of its decodes alone */
    StepPace(double stretch) {
        this.stretch = stretch;
    }

    /**
     * Time for other work in a step of so many decodes; none where the decodes are to be measured first.
     *
     * @return nanoseconds
     */
    double spareNanos(int decodes) {
        if (decodes == 0) {
            return ALONE_NANOS;
        }
        return sharedSteps >= SHARED_STEPS ? 0 : (stretch - 1) * decodeNanos[bits(decodes)];
    }

    /** Layers of the vision tower to compute in so much time; at least one in any time. */
    int layers(double nanos) {
        return fitting(nanos, layerNanos, 1);
    }

    /** Tokens of prompts to compute in so much time; a few in any time. */
    int tokens(double nanos) {
        return fitting(nanos, tokenNanos, FEWEST_TOKENS);
    }

    private static int fitting(double nanos, double each, int fewest) {
        if (nanos <= 0) {
            return 0;
        }
        return each == 0 ? fewest : (int) Math.clamp(nanos / each, fewest, 1 << 20);
    }

    /** Notes how long some layers took. */
    void encoded(int layers, long nanos) {
        layerNanos = mean(layerNanos, (double) nanos / layers);
    }

    /**
     * Notes how long a pass of the decoder took, with the choice of tokens.
     *
     * @param decodes tokens that sequences decoded
     * @param prefill tokens of prompts beside them
     */
    void computed(int decodes, int prefill, long nanos) {
        double alone = decodes == 0 ? 0 : decodeNanos[bits(decodes)];
        if (prefill > 0) {
            tokenNanos = mean(tokenNanos, Math.max(0, nanos - alone) / prefill);
        } else if (decodes > 0) {
            decodeNanos[bits(decodes)] = mean(alone, (double) Math.max(1, nanos));
        }
    }

    /** Notes whether a step had work beside its decodes. */
    void stepped(boolean shared) {
        sharedSteps = shared ? sharedSteps + 1 : 0;
    }

    private static double mean(double before, double sample) {
        return before == 0
                ? sample
                : before + WEIGHT_OF_THE_NEWEST * (Math.min(sample, LARGEST_SAMPLE * before) - before);
    }

    private static int bits(int decodes) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(decodes) - 1;
    }
}
