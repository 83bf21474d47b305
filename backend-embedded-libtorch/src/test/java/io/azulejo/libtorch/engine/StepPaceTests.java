package io.azulejo.libtorch.engine;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StepPaceTests {

    private static final long MILLIS = 1_000_000;

    private final StepPace pace = new StepPace(3);

    @Test
    void spareWhenDecodesWereNeverMeasuredThenIsNoneAndThenWhatTheStretchLeaves() {
        assertThat(pace.spareNanos(4)).isZero();

        pace.computed(4, 0, 10 * MILLIS);

        assertThat(pace.spareNanos(4)).isEqualTo(20 * MILLIS);
        assertThat(pace.spareNanos(7)).as("of about the same number").isEqualTo(20 * MILLIS);
        assertThat(pace.spareNanos(8)).as("of another order").isZero();
    }

    @Test
    void workWhenItsSpeedIsKnownThenFillsTheTime() {
        pace.computed(1, 0, 10 * MILLIS);
        pace.encoded(2, 8 * MILLIS);
        pace.computed(1, 40, 30 * MILLIS); // 20 beside the decode

        assertThat(pace.layers(pace.spareNanos(1))).isEqualTo(5);
        assertThat(pace.tokens(pace.spareNanos(1))).isEqualTo(40);
    }

    @Test
    void workWhenItsSpeedIsUnknownOrTooLowThenMovesOnByALittle() {
        assertThat(pace.layers(5)).isEqualTo(1);
        assertThat(pace.tokens(5)).isEqualTo(16);

        pace.encoded(1, 900 * MILLIS);
        pace.computed(0, 10, 900 * MILLIS);

        assertThat(pace.layers(20 * MILLIS)).isEqualTo(1);
        assertThat(pace.tokens(20 * MILLIS)).isEqualTo(16);
        assertThat(pace.layers(0)).isZero();
        assertThat(pace.tokens(-1)).isZero();
    }

    @Test
    void spareWhenManyStepsWereSharedThenOneIsLeftToTheDecodes() {
        pace.computed(1, 0, 10 * MILLIS);
        int shared = 0;
        while (pace.spareNanos(1) > 0) {
            pace.stepped(true);
            shared++;
        }
        assertThat(shared).isEqualTo(32);

        pace.computed(1, 0, 20 * MILLIS);
        pace.stepped(false);

        assertThat(pace.spareNanos(1)).isEqualTo(2.0 * 12 * MILLIS);
    }

    @Test
    void samplesWhenOneIsAPauseOfTheMachineThenMoveTheMeanALittle() {
        pace.computed(1, 0, 10 * MILLIS);
        pace.computed(1, 0, 5000 * MILLIS);

        assertThat(pace.spareNanos(1)).isEqualTo(2.0 * 12 * MILLIS);
    }

    @Test
    void stepWhenItTakesNoTimeByTheClockThenOthersStillGetSome() {
        pace.computed(1, 0, 0);

        assertThat(pace.layers(pace.spareNanos(1))).isPositive();
    }
}
