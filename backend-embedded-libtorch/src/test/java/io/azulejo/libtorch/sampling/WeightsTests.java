package io.azulejo.libtorch.sampling;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WeightsTests {

    @Test
    void weightsAreTheExponentialsToWithinOneUnitInTheLastPlace() {
        Random random = new Random(5);
        float[] logits = new float[100_000];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = 30 - 120 * random.nextFloat();
        }
        logits[77] = 30;
        float[] weights = logits.clone();

        Weights.ofLogits(weights, 30, 1.25);

        for (int i = 0; i < logits.length; i++) {
            float expected = (float) Math.exp((logits[i] - 30f) / 1.25);
            assertThat(Math.abs((double) weights[i] - expected)).isLessThanOrEqualTo(Math.ulp(expected));
        }
        assertThat(weights[77]).isEqualTo(1);
    }

    @Test
    void weightWhenTheLogitIsFarBelowThenIsZero() {
        float[] row = {0, -105, -1e30f, Float.NEGATIVE_INFINITY};

        Weights.ofLogits(row, 0, 1);

        assertThat(row).containsExactly(1, 0, 0, 0);
    }

    @Test
    void weightsWhenTemperatureIsAlmostZeroThenOnlyTheLikeliestIsLeft() {
        float[] row = {3, 3, 2.999f};

        Weights.ofLogits(row, 3, Double.MIN_VALUE);

        assertThat(row).containsExactly(1, 1, 0);
    }

    @Test
    void sumIsOfAllWeightsWhateverTheirNumber() {
        for (int n = 0; n < 10; n++) {
            float[] row = new float[n];
            for (int i = 0; i < n; i++) {
                row[i] = 1 << i;
            }
            assertThat(Weights.sum(row)).isEqualTo((1 << n) - 1);
        }
    }
}
