package io.azulejo.libtorch.sampling;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LikeliestTests {

    @Test
    void ofGivesWhatAFullSortGivesForEverySize() {
        Random random = new Random(7);
        float[] row = new float[257];
        for (int i = 0; i < row.length; i++) {
            // Few different values, so that ties are many; both signs and both zeros.
            row[i] = (random.nextInt(41) - 20) * (random.nextBoolean() ? 0.25f : -0.25f);
        }
        int[] sorted = IntStream.range(0, row.length).boxed()
                .sorted(Comparator.<Integer, Double>comparing(id -> -(double) (row[id] + 0f)).thenComparing(id -> id))
                .mapToInt(Integer::intValue).toArray();

        for (int n : new int[]{0, 1, 2, 3, 10, 64, 65, 256, 257, 1000}) {
            assertThat(Likeliest.of(row, n)).as("n = %d", n)
                    .containsExactly(IntStream.of(sorted).limit(n).toArray());
        }
    }

    @Test
    void oneWhenEqualThenTakesTheLowestId() {
        assertThat(Likeliest.one(new float[]{-3, 2, 1, 2})).isEqualTo(1);
    }

    @Test
    void oneIsFoundWhereverItIs() {
        for (int length = 1; length <= 10; length++) {
            for (int place = 0; place < length; place++) {
                float[] row = new float[length];
                row[place] = 1;
                assertThat(Likeliest.one(row)).isEqualTo(place);
                row[place] = Float.NaN;
                assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Likeliest.one(row));
            }
        }
    }

    @Test
    void oneWhenLogitsGiveNoDistributionThenSaysSo() {
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Likeliest.one(new float[]{1, Float.NaN}))
                .withMessageContaining("NaN");
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Likeliest.one(new float[]{Float.NaN, 1}))
                .withMessageContaining("NaN");
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Likeliest.one(new float[]{Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY}));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Likeliest.one(new float[]{Float.POSITIVE_INFINITY, 1}));
    }
}
