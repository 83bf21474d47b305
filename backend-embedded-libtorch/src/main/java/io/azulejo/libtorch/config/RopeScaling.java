package io.azulejo.libtorch.config;

/** How rotary frequencies differ from {@code theta^(-2i/d)}. */
public sealed interface RopeScaling {

    /** They do not. */
    record None() implements RopeScaling {}

    /**
     * Llama 3.1: long wavelengths are slowed by a factor, short ones kept, those between blended.
     *
     * @param factor how much the slowest are slowed
     * @param lowFrequencyFactor original context / this = the wavelength from which on all is slowed
     * @param highFrequencyFactor original context / this = the wavelength up to which nothing is slowed
     * @param originalMaxPositions the context the model was first trained with
     */
    record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalMaxPositions)
            implements
                RopeScaling {

        public Llama3 {
            if (!(factor >= 1) || !(lowFrequencyFactor > 0) || !(highFrequencyFactor > lowFrequencyFactor)
                    || originalMaxPositions < 1) {
                throw new IllegalArgumentException("factor must be at least 1, low_freq_factor above 0,"
                        + " high_freq_factor above low_freq_factor, original_max_position_embeddings above 0");
            }
        }
    }

    /**
     * Positions are divided by a factor.
     *
     * @param factor above 0
     */
    record Linear(double factor) implements RopeScaling {

        public Linear {
            if (!(factor > 0)) {
                throw new IllegalArgumentException("factor must be above 0");
            }
        }
    }
}
