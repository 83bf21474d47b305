package io.azulejo.libtorch.engine;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.backend.support.Terms;

import static io.azulejo.libtorch.engine.EngineTests.longs;
import static io.azulejo.libtorch.engine.EngineTests.prompt;
import static io.azulejo.libtorch.engine.EngineTests.request;
import static io.azulejo.libtorch.engine.EngineTests.text;
import static org.assertj.core.api.Assertions.assertThat;

/** The attention of a fake model is what its cache holds up to each position, so every row is known. */
@Timeout(120)
class AttentionTraceTests {

    private static final int BLOCK_SIZE = 4;

    @Test
    void traceWhenTheRequestEndsThenHasEachWantedRowOnce() {
        int[] prompt = prompt(3, 43);
        try (Engine engine = engine(64)) {
            assertRows(trace(engine, prompt, 17), prompt, 17);
        }
    }

    @Test
    void traceWhenTheCacheKnowsThePromptThenItsRowsAreComputedAllTheSame() {
        int[] prompt = prompt(3, 43);
        try (Engine engine = engine(64)) {
            engine.submit(request(prompt, 5), new RecordingListener());

            for (int first : new int[]{42, 16, 0}) {
                assertRows(trace(engine, prompt, first), prompt, first);
            }
        }
    }

    @Test
    void traceWhenOthersTakeItsBlocksThenIsStillWholeAndTheOthersAreWhatTheyAreAlone() {
        int[] traced = prompt(9, 30);
        try (Engine engine = engine(16)) {
            List<RecordingListener> others = List.of(new RecordingListener(), new RecordingListener(),
                    new RecordingListener());
            for (int i = 0; i < others.size(); i++) {
                engine.submit(request(prompt(i, 20), 25), others.get(i));
            }
            AttentionTrace trace = trace(engine, traced, 5);

            assertRows(trace, traced, 5);
            for (int i = 0; i < others.size(); i++) {
                assertThat(others.get(i).await().text())
                        .isEqualTo(text(FakeModelRunner.answer(longs(prompt(i, 20)), 25)));
            }
        }
    }

    @Test
    void firstOfTellsWhereTheWantedTokensBegin() {
        AttentionTrace trace = new AttentionTrace(10, 14);

        assertThat(trace.firstOf(0, 10)).isNegative();
        assertThat(trace.firstOf(0, 11)).isEqualTo(10);
        assertThat(trace.firstOf(8, 4)).isEqualTo(2);
        assertThat(trace.firstOf(12, 2)).isZero();
        assertThat(trace.firstOf(14, 1)).as("a token behind the prompt").isNegative();
    }

    private static AttentionTrace trace(Engine engine, int[] prompt, int first) {
        AttentionTrace trace = new AttentionTrace(first, prompt.length);
        RecordingListener listener = new RecordingListener();
        engine.submit(new GenerationRequest(prompt, List.of(), SamplingParameters.greedy(), 1, List.of(),
                new LetterDecoder(), Terms.USUAL, null, trace), listener);
        assertThat(listener.await().end).isNotNull();
        return trace;
    }

    private static void assertRows(AttentionTrace trace, int[] prompt, int first) {
        float[][] rows = trace.rows();
        assertThat(rows).hasNumberOfRows(prompt.length - first);
        for (int i = 0; i < rows.length; i++) {
            float[] expected = new float[first + i + 1];
            for (int position = 0; position < expected.length; position++) {
                expected[position] = prompt[position];
            }
            assertThat(rows[i]).as("row %d", i).containsExactly(expected);
        }
    }

    private static Engine engine(int blocks) {
        return new Engine(
                new EngineSettings("test", blocks, BLOCK_SIZE, 4, 10, 100, 7, 2, true,
                        0, Set.of(FakeModelRunner.END)),
                new FakeModelRunner(blocks, BLOCK_SIZE), StepObserver.NONE);
    }
}
