package io.azulejo.libtorch.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.libtorch.sampling.SampledToken.TokenProbability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

class MaskedSamplingTests {

    private static final int DRAWS = 40_000;
    private static final double[] PROBABILITIES = {0.0625, 0.5, 0.125, 0.25, 0.0625};

    @Test
    void samplerWhenMaskedThenFollowsTheDistributionOfTheAllowed() {
        assertDistribution(parameters(1, 0, 1, 0), new Allows(0, 2, 3), 1 / 7.0, 0, 2 / 7.0, 4 / 7.0, 0);
    }

    @Test
    void samplerWhenMaskedThenTopKCountsAmongTheAllowed() {
        assertDistribution(parameters(1, 2, 1, 0), new Allows(0, 2, 3), 0, 0, 1 / 3.0, 2 / 3.0, 0);
        assertDistribution(parameters(1, 4, 1, 0), new Allows(2), 0, 0, 1, 0, 0);
    }

    @Test
    void samplerWhenMaskedThenTopPIsOfTheMassOfTheAllowed() {
        // Of 4/7, 2/7 and 1/7 the first reaches 0.5 and the first two reach 0.6.
        assertDistribution(parameters(1, 0, 0.5, 0), new Allows(0, 2, 3), 0, 0, 0, 1, 0);
        assertDistribution(parameters(1, 0, 0.6, 0), new Allows(0, 2, 3), 0, 0, 1 / 3.0, 2 / 3.0, 0);
    }

    @Test
    void samplerWhenMaskedThenMinPIsOfTheLikeliestAllowed() {
        assertDistribution(parameters(1, 0, 1, 0.4), new Allows(0, 2, 3), 0, 0, 1 / 3.0, 2 / 3.0, 0);
    }

    @Test
    void samplerWhenGreedyAndMaskedThenTakesTheLikeliestAllowed() {
        Sampler sampler = new Sampler(SamplingParameters.greedy(), new int[0], new Allows(0, 2, 4));

        assertThat(sampler.sample(logits()).id()).isEqualTo(2);
    }

    @Test
    void biasAndPenaltiesCannotBringBackWhatTheMaskForbids() {
        var favoured = new SamplingParameters(0, 0, 1, 0, 0.01, -2, -2, Map.of(1, 100.0), 0,
                SamplingParameters.NO_LOGPROBS);
        Sampler sampler = new Sampler(favoured, new int[]{1}, new Allows(0, 4));

        assertThat(IntStream.range(0, 5).map(_ -> sampler.sample(logits()).id())).containsOnly(0);
    }

    @Test
    void logprobsAreOfTheModelsOwnDistributionThoughTheMaskForbidsItsLikeliest() {
        var parameters = new SamplingParameters(0, 0, 1, 0, 1, 0, 0, Map.of(), 0, 2);

        SampledToken token = new Sampler(parameters, new int[0], new Allows(2)).sample(logits());

        assertThat(token.id()).isEqualTo(2);
        assertThat(token.logprob()).isCloseTo(Math.log(0.125), within(1e-6));
        assertThat(token.top()).extracting(TokenProbability::id).containsExactly(1, 3);
    }

    @Test
    void samplerWhenSeedIsTheSameThenDrawsTheSameUnderAMask() {
        assertThat(draws(11)).isEqualTo(draws(11)).isNotEqualTo(draws(12));
    }

    @Test
    void maskWhenVocabularyTakesSeveralWordsThenEachTokenIsAskedByItsOwnBit() {
        for (int id : new int[]{0, 63, 64, 127, 128, 129}) {
            Sampler sampler = new Sampler(SamplingParameters.greedy(), new int[0], new Allows(id));
            assertThat(sampler.sample(new float[130]).id()).isEqualTo(id);
        }
        Sampler all = new Sampler(SamplingParameters.greedy(), new int[0],
                new Allows(IntStream.range(0, 130).toArray()));
        float[] row = new float[130];
        row[100] = 1;
        assertThat(all.sample(row).id()).isEqualTo(100);
    }

    @Test
    void maskIsToldEachTokenAndStartsFromZerosEachTime() {
        Allows mask = new Allows(3);
        Sampler sampler = new Sampler(SamplingParameters.greedy(), new int[0], mask);

        sampler.sample(logits());
        mask.allowed = new int[]{4, 0};
        sampler.sample(logits());

        assertThat(mask.accepted).containsExactly(3, 0);
        assertThat(sampler.complete()).isFalse();
    }

    @Test
    void maskWhenItAllowsNothingThenSaysSo() {
        Allows mask = new Allows(3);
        Sampler sampler = new Sampler(parameters(1, 0, 1, 0), new int[0], mask);
        sampler.sample(logits());

        mask.allowed = new int[0];
        assertThatIllegalStateException().isThrownBy(() -> sampler.sample(logits()))
                .withMessageContaining("no token after the 1 ");
        mask.allowed = new int[]{5, 63}; // Past the vocabulary.
        assertThatIllegalStateException().isThrownBy(() -> sampler.sample(logits()));
    }

    private static List<Integer> draws(long seed) {
        var parameters = new SamplingParameters(1, 0, 0.95, 0, 1, 0, 0, Map.of(), seed,
                SamplingParameters.NO_LOGPROBS);
        Sampler sampler = new Sampler(parameters, new int[0], new Allows(0, 2, 3, 4));
        return IntStream.range(0, 50).mapToObj(_ -> sampler.sample(logits()).id()).toList();
    }

    private static SamplingParameters parameters(double temperature, int topK, double topP, double minP) {
        return new SamplingParameters(temperature, topK, topP, minP, 1, 0, 0, Map.of(), 42,
                SamplingParameters.NO_LOGPROBS);
    }

    /** Five deviations of the mean of so many draws: it fails by chance once in a million, and the seed is fixed. */
    private static void assertDistribution(SamplingParameters parameters, LogitsMask mask, double... expected) {
        Sampler sampler = new Sampler(parameters, new int[0], mask);
        int[] counts = new int[PROBABILITIES.length];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.sample(logits()).id()]++;
        }
        for (int id = 0; id < expected.length; id++) {
            double p = expected[id];
            assertThat(counts[id] / (double) DRAWS).as("share of token %d in %s", id, Arrays.toString(counts))
                    .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / DRAWS) + 1e-12));
        }
    }

    private static float[] logits() {
        float[] logits = new float[PROBABILITIES.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(PROBABILITIES[i]);
        }
        return logits;
    }

    /** Allows the same tokens each time. */
    private static final class Allows implements LogitsMask {

        int[] allowed;
        final List<Integer> accepted = new ArrayList<>();

        Allows(int... allowed) {
            this.allowed = allowed;
        }

        @Override
        public void allow(long[] words) {
            assertThat(words).containsOnly(0);
            for (int id : allowed) {
                words[id / 64] |= 1L << id;
            }
        }

        @Override
        public void accept(int token) {
            accepted.add(token);
        }
    }
}
