package io.azulejo.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SamplesTests {

    @Test
    void medianOfAnOddNumberIsTheMiddleValue() {
        assertThat(new Samples(List.of(9.0, 1.0, 4.0)).median()).isEqualTo(4);
    }

    @Test
    void medianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(new Samples(List.of(9.0, 1.0, 4.0, 6.0)).median()).isEqualTo(5);
    }

    @Test
    void percentileIsTheSmallestValueThatSoManyDoNotExceed() {
        Samples hundred = new Samples(IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList());

        assertThat(hundred.percentile(0.5)).isEqualTo(50);
        assertThat(hundred.percentile(0.99)).isEqualTo(99);
        assertThat(hundred.percentile(1)).isEqualTo(100);
        assertThat(new Samples(List.of(7.0)).percentile(0.01)).isEqualTo(7);
    }

    @Test
    void spreadIsTheRangeAsAShareOfTheMedian() {
        assertThat(new Samples(List.of(8.0, 10.0, 12.0)).spread()).isEqualTo(0.4);
    }

    @Test
    void noSamplesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Samples(List.of()));
    }
}
