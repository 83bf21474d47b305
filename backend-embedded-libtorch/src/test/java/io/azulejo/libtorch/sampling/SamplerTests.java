package io.azulejo.libtorch.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.libtorch.sampling.SampledToken.TokenProbability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SamplerTests {

    private static final int DRAWS = 40_000;
    /** Probabilities 0.5, 0.25, 0.125, 0.0625, 0.0625 in a shuffled order. */
    private static final float[] LOGITS = logs(0.0625, 0.5, 0.125, 0.25, 0.0625);

    @Test
    void samplerWhenTemperatureIsZeroThenTakesTheLikeliest() {
        assertThat(sample(SamplingParameters.greedy(), LOGITS)).isEqualTo(1);
    }

    @Test
    void samplerWhenTemperatureIsOneThenFollowsTheDistribution() {
        assertDistribution(parameters(1, 0, 1, 0), 0.0625, 0.5, 0.125, 0.25, 0.0625);
    }

    @Test
    void samplerWhenTemperatureIsOneHalfThenSquaresTheProbabilities() {
        double sum = 0.25 + 0.0625 + 0.015625 + 2 * 0.00390625;
        assertDistribution(parameters(0.5, 0, 1, 0), 0.00390625 / sum, 0.25 / sum, 0.015625 / sum, 0.0625 / sum,
                0.00390625 / sum);
    }

    @Test
    void samplerWhenTopKIsSetThenKeepsThatMany() {
        assertDistribution(parameters(1, 2, 1, 0), 0, 2 / 3.0, 0, 1 / 3.0, 0);
    }

    @Test
    void samplerWhenTopPIsSetThenKeepsTheTokenThatReachesIt() {
        assertDistribution(parameters(1, 0, 0.74, 0), 0, 2 / 3.0, 0, 1 / 3.0, 0);
        assertDistribution(parameters(1, 0, 0.76, 0), 0, 4 / 7.0, 1 / 7.0, 2 / 7.0, 0);
        assertDistribution(parameters(1, 0, 1e-9, 0), 0, 1, 0, 0, 0);
    }

    @Test
    void samplerWhenTopKAndTopPAreSetThenTopPIsOverWhatTopKLeft() {
        // Of 4/7, 2/7, 1/7 the first two reach 0.8.
        assertDistribution(parameters(1, 3, 0.8, 0), 0, 2 / 3.0, 0, 1 / 3.0, 0);
    }

    @Test
    void samplerWhenMinPIsSetThenKeepsTokensOfThatShareOfTheLikeliest() {
        assertDistribution(parameters(1, 0, 1, 0.2), 0, 4 / 7.0, 1 / 7.0, 2 / 7.0, 0);
    }

    @Test
    void samplerWhenNucleusIsLargerThanTheFirstGuessThenIsStillExact() {
        float[] flat = new float[1000];
        int[] counts = new int[1000];
        Sampler sampler = new Sampler(parameters(1, 0, 0.5, 0), new int[0], null);
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.sample(flat.clone()).id()]++;
        }
        // All equally likely: the first 500 ids are kept.
        assertThat(IntStream.range(0, 500).map(i -> counts[i]).min().orElseThrow()).isPositive();
        assertThat(IntStream.range(500, 1000).map(i -> counts[i]).sum()).isZero();
    }

    @Test
    void samplerWhenSeedIsTheSameThenDrawsTheSame() {
        assertThat(draws(11)).isEqualTo(draws(11)).isNotEqualTo(draws(12));
    }

    @Test
    void repetitionPenaltyDividesPositiveAndMultipliesNegativeLogitsOfPromptAndAnswer() {
        Penalties penalties = new Penalties(
                new SamplingParameters(0, 0, 1, 0, 2, 0, 0, Map.of(), 0, SamplingParameters.NO_LOGPROBS),
                new int[]{0, 1});
        penalties.accept(2);
        float[] logits = {4, -4, 2, 2};

        penalties.apply(logits);

        assertThat(logits).containsExactly(2, -8, 1, 2);
    }

    @Test
    void presenceAndFrequencyPenaltiesCountTheAnswerOnly() {
        Penalties penalties = new Penalties(
                new SamplingParameters(0, 0, 1, 0, 1, 0.5, 0.25, Map.of(), 0, SamplingParameters.NO_LOGPROBS),
                new int[]{0});
        penalties.accept(1);
        penalties.accept(2);
        penalties.accept(2);
        float[] logits = {4, 4, 4, 4};

        penalties.apply(logits);

        assertThat(logits).containsExactly(4, 3.25f, 3, 4);
    }

    @Test
    void logitBiasIsAddedAndCanForbidAndForce() {
        var biased = new SamplingParameters(0, 0, 1, 0, 1, 0, 0, Map.of(1, -100.0, 4, 100.0), 0,
                SamplingParameters.NO_LOGPROBS);
        assertThat(sample(biased, LOGITS)).isEqualTo(4);
    }

    @Test
    void logprobsAreOfTheRawDistributionWhateverChangesTheChoice() {
        var parameters = new SamplingParameters(0.3, 1, 1, 0, 1.5, 1, 1, Map.of(2, 50.0), 0, 3);

        SampledToken token = new Sampler(parameters, new int[]{1}, null).sample(LOGITS.clone());

        assertThat(token.id()).isEqualTo(2);
        assertThat(token.logprob()).isCloseTo(Math.log(0.125), within(1e-6));
        assertThat(token.top()).extracting(TokenProbability::id).containsExactly(1, 3, 2);
        assertThat(token.top()).extracting(TokenProbability::logprob).allSatisfy(p -> assertThat(p).isNegative());
        assertThat(token.top().getFirst().logprob()).isCloseTo(Math.log(0.5), within(1e-6));
    }

    @Test
    void logprobsWhenNoAlternativesAreAskedThenTellTheTokenAlone() {
        var parameters = new SamplingParameters(0, 0, 1, 0, 1, 0, 0, Map.of(), 0, 0);

        SampledToken token = new Sampler(parameters, new int[0], null).sample(LOGITS.clone());

        assertThat(token.logprob()).isCloseTo(Math.log(0.5), within(1e-6));
        assertThat(token.top()).isEmpty();
    }

    private static List<Integer> draws(long seed) {
        var parameters = new SamplingParameters(1, 0, 0.95, 0, 1, 0, 0, Map.of(), seed,
                SamplingParameters.NO_LOGPROBS);
        Sampler sampler = new Sampler(parameters, new int[0], null);
        return IntStream.range(0, 50).mapToObj(_ -> sampler.sample(LOGITS.clone()).id()).toList();
    }

    private static int sample(SamplingParameters parameters, float[] logits) {
        return new Sampler(parameters, new int[0], null).sample(logits.clone()).id();
    }

    private static SamplingParameters parameters(double temperature, int topK, double topP, double minP) {
        return new SamplingParameters(temperature, topK, topP, minP, 1, 0, 0, Map.of(), 42,
                SamplingParameters.NO_LOGPROBS);
    }

    /** Five deviations of the mean of so many draws: it fails by chance once in a million, and the seed is fixed. */
    private static void assertDistribution(SamplingParameters parameters, double... expected) {
        Sampler sampler = new Sampler(parameters, new int[0], null);
        int[] counts = new int[LOGITS.length];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.sample(LOGITS.clone()).id()]++;
        }
        for (int id = 0; id < expected.length; id++) {
            double p = expected[id];
            assertThat(counts[id] / (double) DRAWS).as("share of token %d in %s", id, Arrays.toString(counts))
                    .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / DRAWS) + 1e-12));
        }
    }

    private static float[] logs(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            // A constant added to all logits changes nothing.
            logits[i] = (float) (Math.log(probabilities[i]) + 30);
        }
        return logits;
    }
}
