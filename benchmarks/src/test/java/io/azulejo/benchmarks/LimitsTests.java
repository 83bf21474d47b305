package io.azulejo.benchmarks;

import org.junit.jupiter.api.Test;

import io.azulejo.benchmarks.Results.Contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LimitsTests {

    @Test
    void stepOfTheSmallModelReadsItsWeightsAndItsCache() {
        // 357,826,560 weights in 24 layers, 135,899,904 in the head, 12,288 bytes of cache a token.
        assertThat(ModelShape.W1.bytesPerStep(Precision.BF16, 2, 100))
                .isEqualTo(2.0 * (357_826_560 + 135_899_904) + 2 * 100 * 12_288);
        assertThat(ModelShape.W1.bytesPerStep(Precision.INT8, 1, 0)).isEqualTo(357_826_560.0 + 135_899_904);
    }

    @Test
    void tileTakesSomewhatMoreThanTwiceItsWeightsForEachPatch() {
        double products = 2.0 * 1025 * 24 * (4 + 8) * 1024 * 1024;

        assertThat(ModelShape.W1.visionOperations(1)).isBetween(products * 1.15, products * 1.25);
        assertThat(ModelShape.W1.visionOperations(7)).isEqualTo(7 * ModelShape.W1.visionOperations(1));
    }

    @Test
    void longerPromptsCostMoreForEachToken() {
        assertThat(ModelShape.W2.prefillOperations(2048)).isGreaterThan(4 * ModelShape.W2.prefillOperations(512));
    }

    @Test
    void sequencesTogetherShareTheReadingOfTheWeights() {
        Limits limits = new Limits(40e9, 800e9);
        Contest contest = new Contest(ModelShape.W1, Precision.BF16);
        double alone = limits.share(contest, Figure.BATCH_1, 16).orElseThrow();

        assertThat(limits.share(contest, Figure.BATCH_16, 256).orElseThrow()).isCloseTo(alone, within(0.05));
        assertThat(limits.share(contest, Figure.LOAD_WARM, 1)).isEmpty();
    }
}
