package io.azulejo.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CpuClockTests {

    @Test
    void machineIsBusyWithEverythingButWaiting() {
        assertThat(CpuClock.busyTicks("cpu  100 20 3 9999 8888 4 5 6 0 0")).isEqualTo(100 + 20 + 3 + 4 + 5 + 6);
    }

    @Test
    void processIsFoundBehindANameWithSpacesAndBrackets() {
        assertThat(CpuClock.processTicks(
                "17 (a (b) c) S 1 17 17 0 -1 4194304 1 2 3 4 500 60 7 8 20 0 1 0 100 1000 200")).isEqualTo(575);
    }
}
