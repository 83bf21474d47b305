package io.azulejo.libtorch.model;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StepBatchTests {

    private static final int[] BLOCKS = {0, 1};

    private static StepBatch step(int[] ids, int[] positions, int[] starts, int[] contexts, int... logitRows) {
        List<int[]> tables = Stream.generate(() -> BLOCKS).limit(contexts.length).toList();
        return new StepBatch(ids, positions, starts, tables, contexts, List.of(), logitRows);
    }

    @Test
    void stepWhenSoundThenTaken() {
        assertThatCode(() -> step(new int[]{1, 2, 3}, new int[]{4, 5, 0}, new int[]{0, 2, 3}, new int[]{6, 1}, 1, 2))
                .doesNotThrowAnyException();
    }

    @Test
    void stepWhenUnsoundThenErrorSaysWhy() {
        assertRefused("query starts", () -> step(new int[]{1}, new int[]{0}, new int[]{0, 2}, new int[]{1}));
        assertRefused("position for each token", () -> step(new int[]{1}, new int[0], new int[]{0, 1}, new int[]{1}));
        assertRefused("block table and a context length",
                () -> step(new int[]{1}, new int[]{0}, new int[]{0, 1}, new int[]{1, 1}));
        assertRefused("sequence 1 has no tokens",
                () -> step(new int[]{1}, new int[]{0}, new int[]{0, 1, 1}, new int[]{1, 1}));
        assertRefused("end at its context length",
                () -> step(new int[]{1}, new int[]{0}, new int[]{0, 1}, new int[]{2}));
        assertRefused("must be consecutive",
                () -> step(new int[]{1, 2}, new int[]{0, 2}, new int[]{0, 2}, new int[]{3}));
        assertRefused("row 1", () -> step(new int[]{1}, new int[]{0}, new int[]{0, 1}, new int[]{1}, 1));
    }

    private static void assertRefused(String problem, Runnable step) {
        assertThatIllegalArgumentException().isThrownBy(step::run).withMessageContaining(problem);
    }
}
