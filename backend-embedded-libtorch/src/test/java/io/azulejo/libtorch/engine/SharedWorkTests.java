package io.azulejo.libtorch.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.azulejo.backend.support.SamplingParameters;

import static io.azulejo.libtorch.engine.EngineTests.await;
import static io.azulejo.libtorch.engine.EngineTests.awaitIdle;
import static io.azulejo.libtorch.engine.EngineTests.longs;
import static io.azulejo.libtorch.engine.EngineTests.prompt;
import static io.azulejo.libtorch.engine.EngineTests.request;
import static io.azulejo.libtorch.engine.EngineTests.text;
import static org.assertj.core.api.Assertions.assertThat;

/** What one answer has computed, another need not. */
@Timeout(120)
class SharedWorkTests {

    private static final int BLOCK_SIZE = 4;
    private static final int BLOCKS = 64;

    private final FakeModelRunner runner = new FakeModelRunner(BLOCKS, BLOCK_SIZE);
    private final List<StepReport> reports = new CopyOnWriteArrayList<>();
    private final AtomicInteger decoded = new AtomicInteger();

    @Test
    void secondTurnComputesOnlyWhatIsNew() {
        int[] first = prompt(1, 30);
        try (Engine engine = engine(true, 0)) {
            RecordingListener answer = answer(engine, request(first, 10));
            int[] turn = IntStream.concat(Arrays.stream(first), answer.tokens().stream().mapToInt(i -> i)).toArray();
            int[] second = IntStream.concat(Arrays.stream(turn), Arrays.stream(prompt(2, 9))).toArray();
            reports.clear();

            RecordingListener next = answer(engine, request(second, 10));

            assertThat(next.text()).isEqualTo(text(FakeModelRunner.answer(longs(second), 10)));
            // The last token of the first answer was never computed: nothing came after it.
            int known = (turn.length - 1) / BLOCK_SIZE * BLOCK_SIZE;
            assertThat(Objects.requireNonNull(next.end).cachedTokens()).isEqualTo(known);
            assertThat(sum(report -> report.caches().prefixTokens())).isEqualTo(known);
            assertThat(sum(report -> report.work().prefillTokens())).isEqualTo(second.length - known);
        }
    }

    @Test
    void samePromptAgainComputesItsLastBlockOnly() {
        try (Engine engine = engine(true, 0)) {
            answer(engine, request(prompt(1, 32), 5));
            reports.clear();

            RecordingListener again = answer(engine, request(prompt(1, 32), 5));

            assertThat(again.text()).isEqualTo(text(FakeModelRunner.answer(longs(prompt(1, 32)), 5)));
            assertThat(sum(report -> report.work().prefillTokens())).as("the last token's logits are wanted")
                    .isEqualTo(BLOCK_SIZE);
        }
    }

    @Test
    void samePictureInALaterTurnIsNeitherDecodedNorEncoded() {
        int[] first = prompt(1, 30);
        int[] second = IntStream.concat(Arrays.stream(first), Arrays.stream(prompt(2, 9))).toArray();
        try (Engine engine = engine(true, 0)) {
            answer(engine, withPicture(first, "cat", 3, 4));

            RecordingListener next = answer(engine, withPicture(second, "cat", 3, 4));

            assertThat(next.text()).isEqualTo(expected(second, 3, 4));
            assertThat(runner.encoded).hasValue(2);
            assertThat(decoded).hasValue(1);
        }
    }

    @Test
    void otherPictureAtTheSamePlaceIsNotTakenForTheFirst() {
        int[] prompt = prompt(1, 30);
        try (Engine engine = engine(true, 1000)) {
            answer(engine, withPicture(prompt, "cat", 3, 4));

            RecordingListener other = answer(engine, withPicture(prompt, "dog", 5, 4));

            assertThat(other.text()).isEqualTo(expected(prompt, 5, 4));
            assertThat(Objects.requireNonNull(other.end).cachedTokens()).as("the block before the picture")
                    .isEqualTo(4);
            assertThat(runner.encoded).hasValue(4);
        }
    }

    @Test
    void samePictureBehindAnotherPromptIsNotEncodedAgain() {
        try (Engine engine = engine(true, 2 * FakeModelRunner.FEATURE_BYTES)) {
            answer(engine, withPicture(prompt(1, 30), "cat", 3, 4));
            reports.clear();

            RecordingListener other = answer(engine, withPicture(prompt(2, 30), "cat", 3, 4));

            assertThat(other.text()).isEqualTo(expected(prompt(2, 30), 3, 4));
            assertThat(runner.encoded).hasValue(2);
            assertThat(decoded).hasValue(1);
            assertThat(sum(report -> report.caches().featureHits())).isEqualTo(2);
            assertThat(reports.getLast().caches().featureBytes()).isEqualTo(2 * FakeModelRunner.FEATURE_BYTES);
        }
        assertThat(runner.liveFeatures).hasValue(0);
    }

    @Test
    void featuresWhenNoneAreKeptThenAreFreedWithTheAnswer() {
        try (Engine engine = engine(true, 0)) {
            answer(engine, withPicture(prompt(1, 30), "cat", 3, 4));
            awaitIdle(engine);
            assertThat(runner.liveFeatures).hasValue(0);
        }
    }

    @Test
    void samePromptAtTheSameTimeIsComputedOnce() {
        CountDownLatch submitted = new CountDownLatch(1);
        runner.beforeStep = _ -> await(submitted);
        int[] prompt = prompt(1, 41);
        try (Engine engine = engine(true, 0)) {
            answer(engine, withPicture(prompt(7, 9), "sun", 9, 2), false);
            List<RecordingListener> listeners = IntStream.range(0, 3)
                    .mapToObj(_ -> answer(engine, withPicture(prompt, "cat", 3, 4), false)).toList();
            submitted.countDown();

            assertThat(listeners).allSatisfy(listener -> assertThat(listener.await().text())
                    .isEqualTo(expected(prompt, 3, 4)));
            awaitIdle(engine);
        }
        assertThat(sum(report -> report.work().prefillTokens())).isEqualTo(9 + 41 + 2);
        assertThat(runner.encoded).hasValue(4);
    }

    @Test
    void sharingWhenSwitchedOffThenComputesEverything() {
        try (Engine engine = engine(false, 0)) {
            answer(engine, request(prompt(1, 32), 5));
            RecordingListener again = answer(engine, request(prompt(1, 32), 5));

            assertThat(Objects.requireNonNull(again.end).cachedTokens()).isZero();
        }
        assertThat(sum(report -> report.work().prefillTokens())).isEqualTo(64);
    }

    private Engine engine(boolean prefixCache, long featureBytes) {
        return new Engine(new EngineSettings("test", BLOCKS, BLOCK_SIZE, 4, 10, 100, 16, 2,
                prefixCache, featureBytes, Set.of(FakeModelRunner.END)), runner, reports::add);
    }

    private static RecordingListener answer(Engine engine, GenerationRequest request) {
        return answer(engine, request, true);
    }

    private static RecordingListener answer(Engine engine, GenerationRequest request, boolean wait) {
        RecordingListener listener = new RecordingListener();
        engine.submit(request, listener);
        if (wait) {
            listener.await();
            awaitIdle(engine);
        }
        return listener;
    }

    /** A picture of two tiles from the sixth token on. */
    private GenerationRequest withPicture(int[] prompt, String digest, int pixel, int tokensPerTile) {
        return new GenerationRequest(prompt,
                List.of(new PictureInput(new int[]{5, 5 + tokensPerTile}, tokensPerTile, digest, () -> {
                    decoded.incrementAndGet();
                    return FloatBuffer.wrap(new float[]{pixel, pixel + 1});
                })), SamplingParameters.greedy(), 5, List.of(), new LetterDecoder());
    }

    private static String expected(int[] prompt, int pixel, int tokensPerTile) {
        List<Long> values = longs(prompt);
        for (int i = 0; i < 2 * tokensPerTile; i++) {
            values.set(5 + i, -1000L * (pixel + i / tokensPerTile) - i % tokensPerTile);
        }
        return text(FakeModelRunner.answer(values, 5));
    }

    private int sum(ToIntFunction<StepReport> figure) {
        return reports.stream().mapToInt(figure).sum();
    }
}
