package io.azulejo.libtorch.engine;

import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.model.FinishReason;
import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.backend.support.Terms;
import io.azulejo.libtorch.engine.AnswerPiece.End;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(120)
class EngineTests {

    private static final int BLOCK_SIZE = 4;

    @Test
    void answerWhenAloneThenIsTheModels() {
        int[] prompt = prompt(1, 30);
        FakeModelRunner runner = new FakeModelRunner(64, BLOCK_SIZE);
        try (Engine engine = engine(runner, 64, 4, 10, 16)) {
            RecordingListener listener = new RecordingListener();
            engine.submit(request(prompt, 20), listener);

            List<Integer> expected = FakeModelRunner.answer(longs(prompt), 20);
            assertThat(listener.await().text()).isEqualTo(text(expected));
            assertThat(listener.end).isEqualTo(end(expected));
        }
        assertThat(runner.closed).isTrue();
    }

    @Test
    void observerWhenAPictureIsAnsweredThenHearsOfEveryTileAndToken() {
        List<StepReport> reports = new CopyOnWriteArrayList<>();
        int[] prompt = prompt(3, 20);
        RecordingListener listener = new RecordingListener();
        try (Engine engine = engine(new FakeModelRunner(64, BLOCK_SIZE), 64, 4, 10, 8, 0, reports::add)) {
            engine.submit(new GenerationRequest(prompt, List.of(new PictureInput(new int[]{2, 9}, 5, "house",
                    () -> FloatBuffer.wrap(new float[]{3, 4}))), SamplingParameters.greedy(), 3, List.of(),
                    new LetterDecoder()), listener);
            listener.await();
        }
        assertThat(reports).extracting(StepReport::number)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, reports.size()).boxed().toList());
        assertThat(reports.stream().mapToInt(report -> report.work().prefillTokens()).sum()).isEqualTo(20);
        assertThat(reports.stream().mapToInt(report -> report.work().decodeTokens()).sum())
                .isEqualTo(Objects.requireNonNull(listener.end).tokens() - 1);
        assertThat(reports.stream().mapToInt(report -> report.work().tiles()).sum()).isEqualTo(2);
        assertThat(reports.getFirst().load()).isEqualTo(new StepReport.Load(1, 0, 59, 64));
        assertThat(reports).extracting(StepReport::times).allSatisfy(times -> assertThat(times.total())
                .isGreaterThanOrEqualTo(times.vision() + times.forward() + times.sampling()));
    }

    @Test
    void observerWhenItThrowsThenAnswersGoOn() {
        try (Engine engine = engine(new FakeModelRunner(64, BLOCK_SIZE), 64, 4, 10, 16, 0, _ -> {
            throw new IllegalStateException("no ears");
        })) {
            RecordingListener listener = new RecordingListener();
            engine.submit(request(prompt(1, 30), 5), listener);
            assertThat(listener.await().end).isNotNull();
        }
    }

    @Test
    void stopStringWhenItComesUpThenItsTokensAreCountedAndNotTold() {
        int[] prompt = prompt(5, 3);
        List<Integer> alone = FakeModelRunner.answer(longs(prompt), 40);
        assertThat(alone).hasSizeGreaterThan(6);
        String stop = text(alone).substring(3, 5);
        int at = text(alone).indexOf(stop);
        try (Engine engine = engine(new FakeModelRunner(64, BLOCK_SIZE), 64, 4, 10, 16)) {
            RecordingListener listener = new RecordingListener();
            engine.submit(new GenerationRequest(prompt, List.of(), SamplingParameters.greedy(), 40, List.of(stop),
                    new LetterDecoder()), listener);

            assertThat(listener.await().text()).isEqualTo(text(alone).substring(0, at));
            assertThat(listener.tokens()).isEqualTo(alone.subList(0, at));
            assertThat(listener.end).isEqualTo(new End(FinishReason.STOP, at + 2, 0));
        }
    }

    @Test
    void answerWhenTheCacheIsFullThenEndsWithLength() {
        int[] prompt = promptWithLongAnswer(6, 8);
        try (Engine engine = engine(new FakeModelRunner(2, BLOCK_SIZE), 2, 1, 10, 16)) {
            RecordingListener listener = new RecordingListener();
            engine.submit(request(prompt, 100), listener);

            assertThat(listener.await().end).isEqualTo(new End(FinishReason.LENGTH, 2, 0));
        }
    }

    @Test
    void answersWhenManyShareTooFewBlocksThenAreWhatEachIsAlone() {
        FakeModelRunner runner = new FakeModelRunner(24, BLOCK_SIZE);
        try (Engine engine = engine(runner, 24, 8, 300, 16)) {
            List<RecordingListener> listeners = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                listeners.add(new RecordingListener());
                engine.submit(request(prompt(i, 1 + i % 40), 30), listeners.get(i));
            }
            for (int i = 0; i < 200; i++) {
                List<Integer> expected = FakeModelRunner.answer(longs(prompt(i, 1 + i % 40)), 30);
                assertThat(listeners.get(i).await().text()).as("answer %d", i).isEqualTo(text(expected));
                assertThat(withoutCache(listeners.get(i).end)).isEqualTo(end(expected));
            }
            assertIdle(engine);
            assertThat(engine.state().preemptions()).as("the blocks were too few").isPositive();
        }
    }

    @Test
    void engineWhenRequestsComeGoAndFailAtRandomThenLosesNothing() {
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            int blocks = 12 + random.nextInt(40);
            FakeModelRunner runner = new FakeModelRunner(blocks, BLOCK_SIZE);
            runner.beforeStep = pieces -> {
                if (pieces.stream().anyMatch(piece -> contains(piece.ids(), POISON))) {
                    throw new IllegalStateException("poison");
                }
            };
            try (Engine engine = engine(runner, blocks, 1 + random.nextInt(6), 500, 8 + random.nextInt(30),
                    300L * random.nextInt(3), StepObserver.NONE)) {
                List<Expected> all = new ArrayList<>();
                for (int i = 0; i < 150; i++) {
                    Expected expected = randomRequest(random, i, engine.capacity());
                    engine.submit(expected.request, expected.listener);
                    if (random.nextInt(4) == 0) {
                        expected.cancelled = true;
                        if (random.nextBoolean()) {
                            Thread.onSpinWait();
                        }
                        expected.listener.cancel.run();
                        expected.listener.cancel.run();
                    }
                    all.add(expected);
                }
                all.forEach(Expected::check);
                assertIdle(engine);
                assertThat(runner.liveEncodings).hasValue(0);
            }
            assertThat(runner.liveFeatures).hasValue(0);
        }
    }

    private static final int POISON = 49;

    private static final class Expected {

        GenerationRequest request;
        List<Integer> answer;
        boolean cancelled;
        boolean poisoned;
        final RecordingListener listener = new RecordingListener();

        Expected(GenerationRequest request, List<Integer> answer, boolean poisoned) {
            this.request = request;
            this.answer = answer;
            this.poisoned = poisoned;
        }

        void check() {
            if (cancelled) {
                assertThat(text(answer)).startsWith(listener.text());
            } else if (poisoned) {
                listener.await();
                assertThat(listener.failure).isInstanceOf(GenerationFailedException.class)
                        .hasMessageContaining("poison");
            } else {
                assertThat(listener.await().failure).isNull();
                assertThat(listener.text()).isEqualTo(text(answer));
                assertThat(withoutCache(listener.end)).isEqualTo(end(answer));
            }
        }
    }

    /** One of a few conversations up to some point, with one of its pictures, and a tail of its own. */
    private static Expected randomRequest(Random random, int number, int capacity) {
        Random conversation = new Random(random.nextInt(4));
        int tiles = conversation.nextInt(3);
        int tokensPerTile = 1 + conversation.nextInt(5);
        int head = 1 + conversation.nextInt(6);
        int length = Math.min(capacity - 2, head + tiles * tokensPerTile + random.nextInt(16));
        if (head + tiles * tokensPerTile > length) {
            tiles = 0;
        }
        int[] prompt = conversation.ints(length, 1, POISON).toArray();
        for (int i = length - random.nextInt(3); i < length; i++) {
            prompt[i] = 1 + number % (POISON - 1);
        }
        boolean poisoned = random.nextInt(10) == 0;
        if (poisoned) {
            prompt[length - 1] = POISON;
        }
        List<Long> values = longs(prompt);
        float[] pixels = new float[tiles];
        int[] offsets = new int[tiles];
        for (int tile = 0; tile < tiles; tile++) {
            pixels[tile] = 1 + random.nextInt(3);
            offsets[tile] = head + tile * tokensPerTile;
            for (int i = 0; i < tokensPerTile; i++) {
                values.set(offsets[tile] + i, -1000 * (long) pixels[tile] - i);
            }
        }
        // A poisoned last token that a picture's features cover is still among the ids.
        List<PictureInput> pictures = tiles == 0
                ? List.of()
                : List.of(new PictureInput(offsets, tokensPerTile, Arrays.toString(pixels),
                        () -> FloatBuffer.wrap(pixels)));
        int maxTokens = 1 + random.nextInt(30);
        List<Integer> answer = FakeModelRunner.answer(values, Math.min(maxTokens, capacity - length));
        boolean fails = poisoned
                || answer.subList(0, Math.max(0, answer.size() - 1)).contains(POISON);
        return new Expected(new GenerationRequest(prompt, pictures, SamplingParameters.greedy(), maxTokens, List.of(),
                new LetterDecoder()), answer, fails);
    }

    @Test
    void cancelWhenAnswerIsRunningThenBlocksAreFreeBeforeTheNextStep() throws InterruptedException {
        FakeModelRunner runner = new FakeModelRunner(64, BLOCK_SIZE);
        Semaphore stepsAllowed = new Semaphore(3);
        runner.beforeStep = _ -> stepsAllowed.acquireUninterruptibly();
        try (Engine engine = engine(runner, 64, 4, 10, 16)) {
            RecordingListener listener = new RecordingListener();
            engine.submit(request(promptWithLongAnswer(6, 20), 100), listener);
            listener.begun.await();
            awaitSteps(runner, 4);

            listener.cancel.run();
            stepsAllowed.release();

            awaitIdle(engine);
            assertThat(runner.steps).as("the step in progress was the last").hasValue(4);
            assertThat(listener.isOver()).isFalse();
        }
    }

    @Test
    void submitWhenQueueIsFullThenIsRefusedAndRunsAgainLater() {
        FakeModelRunner runner = new FakeModelRunner(64, BLOCK_SIZE);
        CountDownLatch gate = new CountDownLatch(1);
        runner.beforeStep = _ -> await(gate);
        try (Engine engine = engine(runner, 64, 1, 2, 16)) {
            List<RecordingListener> listeners = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                listeners.add(new RecordingListener());
                engine.submit(request(prompt(i, 5), 3), listeners.get(i));
            }
            assertThatExceptionOfType(OverCapacityException.class)
                    .isThrownBy(() -> engine.submit(request(prompt(9, 5), 3), new RecordingListener()))
                    .satisfies(e -> assertThat(e.retryAfter()).isPositive());

            gate.countDown();
            listeners.forEach(RecordingListener::await);
            RecordingListener late = new RecordingListener();
            engine.submit(request(prompt(9, 5), 3), late);
            assertThat(late.await().end).isNotNull();
        }
    }

    @Test
    void pictureWhenItCannotBeDecodedThenEndsItsAnswerOnly() {
        FakeModelRunner runner = new FakeModelRunner(64, BLOCK_SIZE);
        try (Engine engine = engine(runner, 64, 4, 10, 16)) {
            RecordingListener broken = new RecordingListener();
            RecordingListener other = new RecordingListener();
            engine.submit(
                    new GenerationRequest(prompt(1, 10), List.of(new PictureInput(new int[]{2}, 3, "broken", () -> {
                        throw new InvalidRequestException("The picture is cut off.", "messages",
                                InvalidRequestException.INVALID_IMAGE);
                    })), SamplingParameters.greedy(), 5, List.of(), new LetterDecoder()), broken);
            engine.submit(request(prompt(2, 10), 5), other);

            assertThat(broken.await().failure).isInstanceOf(InvalidRequestException.class)
                    .hasMessage("The picture is cut off.");
            assertThat(other.await().end).isNotNull();
            assertIdle(engine);
        }
    }

    @Test
    void pictureWhenOthersWriteThenTheirTokensAreHeldUpByNoMoreThanTheStretch() {
        FakeModelRunner runner = new FakeModelRunner(400, BLOCK_SIZE);
        runner.endless = true;
        runner.passNanos = 30_000_000;
        runner.prefillTokenNanos = 1_000_000;
        runner.layerNanos = 20_000_000;
        CountDownLatch submitted = new CountDownLatch(1);
        CountDownLatch decoded = new CountDownLatch(1);
        List<StepReport> reports = new CopyOnWriteArrayList<>();
        runner.beforeStep = _ -> {
            await(submitted);
            if (runner.steps.get() > 5) {
                await(decoded);
            }
            if (decoded.getCount() == 0 && reports.stream().allMatch(report -> report.work().visionLayers() == 0)) {
                // It still has to be handed to the engine, which would have written everything until then.
                LockSupport.parkNanos(10_000_000);
            }
        };
        EngineSettings settings = new EngineSettings("test", 400, BLOCK_SIZE, 4, 10, 100,
                512,
                2.5, true, 0, Set.of(FakeModelRunner.END));
        try (Engine engine = new Engine(settings, runner, reports::add, runner.nanos::get)) {
            RecordingListener writer = new RecordingListener();
            RecordingListener viewer = new RecordingListener();
            engine.submit(request(prompt(1, 20), 300), writer);
            int[] offsets = IntStream.range(0, 7).map(i -> 1 + 50 * i).toArray();
            engine.submit(new GenerationRequest(prompt(3, 400), List.of(new PictureInput(offsets, 50, "large", () -> {
                decoded.countDown();
                return FloatBuffer.wrap(new float[7]);
            })), SamplingParameters.greedy(), 3, List.of(), new LetterDecoder()), viewer);
            submitted.countDown();
            viewer.await();
            writer.await();
        }
        List<StepReport> shared = reports.stream().filter(report -> report.work().decodeTokens() > 0
                && report.work().prefillTokens() + report.work().visionLayers() > 0).toList();
        assertThat(shared).as("the picture and its prompt went beside the writer's tokens")
                .extracting(report -> report.work().visionLayers()).contains(1, 2).contains(0);
        assertThat(shared).allSatisfy(report -> assertThat(report.times().total()).isLessThanOrEqualTo(75_000_000));
        assertThat(shared.stream().mapToInt(report -> report.work().visionLayers()).sum())
                .isEqualTo(7 * FakeModelRunner.LAYERS);
        assertThat(shared).as("they cost about the time that they may").hasSizeLessThan(7 * 3 + 400 / 40 + 10);
    }

    @Test
    void cancelWhenTheFirstPieceIsEnoughThenNoOtherStepIsComputed() {
        FakeModelRunner runner = new FakeModelRunner(64, BLOCK_SIZE);
        try (Engine engine = engine(runner, 64, 4, 10, 16)) {
            CancellingListener listener = new CancellingListener(false);
            engine.submit(request(promptWithLongAnswer(6, 20), 100), listener);
            await(listener.cancelled);
            awaitIdle(engine);
            assertThat(runner.steps).as("the prompt's, which gives the piece").hasValue(1);
        }
    }

    @Test
    void cancelWhenStillBeingQueuedThenNothingIsComputedAndThePlaceIsFree() {
        FakeModelRunner runner = new FakeModelRunner(64, BLOCK_SIZE);
        RecordingListener other = new RecordingListener();
        try (Engine engine = engine(runner, 64, 4, 10, 16)) {
            for (int i = 0; i < 10; i++) {
                engine.submit(request(promptWithLongAnswer(6, 20), 100), new CancellingListener(true));
            }
            engine.submit(request(prompt(2, 5), 5), other);
            assertThat(other.await().end).isNotNull();
            assertThat(runner.steps).as("the other's steps only").hasValue(other.tokens().size());
            awaitIdle(engine);
        }
    }

    /** Cancels as soon as it can, or with the first piece. */
    private static final class CancellingListener implements AnswerListener {

        private final boolean atOnce;
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private Runnable cancel = () -> {};

        CancellingListener(boolean atOnce) {
            this.atOnce = atOnce;
        }

        @Override
        public void queued(Runnable cancel) {
            this.cancel = cancel;
            if (atOnce) {
                cancel.run();
            }
        }

        @Override
        public void piece(AnswerPiece piece) {
            cancel.run();
            cancelled.countDown();
        }

        @Override
        public void failed(io.azulejo.api.error.BackendException reason) {}
    }

    @Test
    void cancelWhenATileIsHalfEncodedThenIsHeardBeforeItsEnd() {
        FakeModelRunner runner = new FakeModelRunner(64, BLOCK_SIZE);
        runner.layerNanos = 1_000_000_000;
        RecordingListener listener = new RecordingListener();
        CountDownLatch cancelled = new CountDownLatch(1);
        List<StepReport> reports = new CopyOnWriteArrayList<>();
        EngineSettings settings = new EngineSettings("test", 64, BLOCK_SIZE, 4, 10, 100,
                16, 2,
                true, 0, Set.of(FakeModelRunner.END));
        try (Engine engine = new Engine(settings, runner, report -> {
            reports.add(report);
            listener.cancel.run();
            cancelled.countDown();
        }, runner.nanos::get)) {
            engine.submit(new GenerationRequest(prompt(3, 20),
                    List.of(new PictureInput(new int[]{2}, 5, "small",
                            () -> FloatBuffer.wrap(new float[1]))),
                    SamplingParameters.greedy(), 3, List.of(),
                    new LetterDecoder()), listener);
            await(cancelled);
            awaitIdle(engine);
        }
        assertThat(reports).extracting(report -> report.work().visionLayers()).containsExactly(1);
        assertThat(runner.liveEncodings).hasValue(0);
    }

    @Test
    void answersWhenTheirTimeIsOverThenEndWithWhatTheyHaveOrWithAnErrorWhereTheyHaveNothing() {
        FakeModelRunner runner = new FakeModelRunner(64, BLOCK_SIZE);
        runner.endless = true;
        runner.passNanos = 100_000_000;
        CountDownLatch submitted = new CountDownLatch(1);
        runner.beforeStep = _ -> await(submitted);
        EngineSettings settings = new EngineSettings("test", 64, BLOCK_SIZE, 1, 10, 100, 16,
                2, true, 0, Set.of(FakeModelRunner.END));
        RecordingListener begun = new RecordingListener();
        RecordingListener waiting = new RecordingListener();
        RecordingListener patient = new RecordingListener();
        try (Engine engine = new Engine(settings, runner, StepObserver.NONE, runner.nanos::get)) {
            engine.submit(withTimeout(Duration.ofSeconds(2)), begun);
            engine.submit(withTimeout(Duration.ofSeconds(1)), waiting);
            engine.submit(withTimeout(Duration.ofSeconds(60)), patient);
            submitted.countDown();

            assertThat(begun.await().end).isEqualTo(new End(FinishReason.LENGTH, 20, 0));
            assertThat(begun.text()).hasSize(20);
            assertThat(waiting.await().failure).isInstanceOf(OverCapacityException.class).hasMessageContaining("PT1S");
            assertThat(patient.await().end).isNotNull();
            assertIdle(engine);
        }
    }

    private static GenerationRequest withTimeout(Duration timeout) {
        return new GenerationRequest(prompt(1, 5), List.of(), SamplingParameters.greedy(), 30, List.of(),
                new LetterDecoder(), new Terms("ann", 0, timeout), null, null);
    }

    @Test
    void userWhoHasAllRequestsThatOneMayIsRefusedAndOthersAreNot() {
        FakeModelRunner runner = new FakeModelRunner(64, BLOCK_SIZE);
        CountDownLatch gate = new CountDownLatch(1);
        runner.beforeStep = _ -> await(gate);
        EngineSettings settings = new EngineSettings("test", 64, BLOCK_SIZE, 1, 10, 2, 16,
                2, true, 0, Set.of(FakeModelRunner.END));
        try (Engine engine = new Engine(settings, runner, StepObserver.NONE)) {
            RecordingListener first = new RecordingListener();
            RecordingListener second = new RecordingListener();
            engine.submit(withTimeout(Duration.ofHours(1)), first);
            engine.submit(withTimeout(Duration.ofHours(1)), second);
            assertThatExceptionOfType(OverCapacityException.class)
                    .isThrownBy(() -> engine.submit(withTimeout(Duration.ofHours(1)), new RecordingListener()))
                    .withMessageContaining("One user");
            engine.submit(request(prompt(2, 5), 3), new RecordingListener());

            gate.countDown();
            first.await();
            second.await();
            RecordingListener later = new RecordingListener();
            engine.submit(withTimeout(Duration.ofHours(1)), later);
            assertThat(later.await().end).isNotNull();
        }
    }

    @Test
    void closeWhenAnswersAreInProgressThenEndsThemAndFreesEverything() throws InterruptedException {
        FakeModelRunner runner = new FakeModelRunner(64, BLOCK_SIZE);
        Engine engine = engine(runner, 64, 1, 10, 16);
        RecordingListener running = new RecordingListener();
        RecordingListener queued = new RecordingListener();
        runner.beforeStep = _ -> sleep();
        engine.submit(request(promptWithLongAnswer(6, 100), 200), running);
        engine.submit(request(prompt(2, 5), 100), queued);
        running.begun.await();

        engine.close();
        engine.close();

        assertThat(running.await().failure).isInstanceOf(BackendUnavailableException.class);
        assertThat(queued.await().failure).isInstanceOf(BackendUnavailableException.class);
        assertThat(runner.closed).isTrue();
        assertThat(engine.state().freeBlocks()).isEqualTo(64);
        assertThatExceptionOfType(BackendUnavailableException.class)
                .isThrownBy(() -> engine.submit(request(prompt(2, 5), 1), new RecordingListener()));
    }

    @Test
    void listenerWhenItThrowsThenItsAnswerEndsAndOthersGoOn() {
        try (Engine engine = engine(new FakeModelRunner(64, BLOCK_SIZE), 64, 4, 10, 16)) {
            engine.submit(request(promptWithLongAnswer(6, 20), 100), new AnswerListener() {

                @Override
                public void piece(AnswerPiece piece) {
                    throw new IllegalStateException("no ears");
                }

                @Override
                public void failed(io.azulejo.api.error.BackendException reason) {}
            });
            RecordingListener other = new RecordingListener();
            engine.submit(request(prompt(2, 5), 5), other);

            assertThat(other.await().end).isNotNull();
            awaitIdle(engine);
        }
    }

    @Test
    void stateWhenEveryStepFailsThenSaysSoUntilOneIsGood() {
        FakeModelRunner runner = new FakeModelRunner(64, BLOCK_SIZE);
        try (Engine engine = engine(runner, 64, 1, 10, 16)) {
            runner.beforeStep = _ -> {
                throw new OutOfMemoryError("device");
            };
            for (int i = 0; i < 3; i++) {
                RecordingListener listener = new RecordingListener();
                engine.submit(request(prompt(i, 5), 5), listener);
                assertThat(listener.await().failure).isInstanceOf(GenerationFailedException.class);
            }
            awaitIdle(engine);
            assertThat(engine.state().problem()).contains("device");

            runner.beforeStep = _ -> {};
            RecordingListener good = new RecordingListener();
            engine.submit(request(prompt(1, 5), 5), good);
            assertThat(good.await().end).isNotNull();
            awaitIdle(engine);
            assertThat(engine.state().problem()).isNull();
        }
    }

    @Test
    void sampledAnswerWhenSeedIsTheSameThenDoesNotDependOnTheBatch() {
        int[] prompt = prompt(3, 12);
        var parameters = new SamplingParameters(5, 0, 1, 0, 1, 0, 0, Map.of(), 99, SamplingParameters.NO_LOGPROBS);
        GenerationRequest request = new GenerationRequest(prompt, List.of(), parameters, 30, List.of(),
                new LetterDecoder());
        RecordingListener alone = new RecordingListener();
        RecordingListener together = new RecordingListener();
        try (Engine engine = engine(new FakeModelRunner(64, BLOCK_SIZE), 64, 8, 100, 16)) {
            engine.submit(request, alone);
            alone.await();
            for (int i = 0; i < 20; i++) {
                if (i == 10) {
                    engine.submit(request, together);
                }
                engine.submit(request(prompt(i, 20), 20), new RecordingListener());
            }
            assertThat(together.await().text()).isEqualTo(alone.text()).isNotEmpty();
        }
    }

    private static Engine engine(FakeModelRunner runner, int blocks, int maxSequences, int maxQueued, int stepTokens) {
        return engine(runner, blocks, maxSequences, maxQueued, stepTokens, 0, StepObserver.NONE);
    }

    private static Engine engine(FakeModelRunner runner, int blocks, int maxSequences, int maxQueued, int stepTokens,
            long featureBytes, StepObserver observer) {
        return new Engine(new EngineSettings("test", blocks, BLOCK_SIZE, maxSequences,
                maxQueued, 1000, stepTokens, 2, true, featureBytes, Set.of(FakeModelRunner.END)), runner, observer);
    }

    static GenerationRequest request(int[] prompt, int maxTokens) {
        return new GenerationRequest(prompt, List.of(), SamplingParameters.greedy(), maxTokens, List.of(),
                new LetterDecoder());
    }

    static int[] prompt(int seed, int length) {
        return new Random(seed).ints(length, 1, POISON).toArray();
    }

    /** A prompt whose answer goes on for at least so many tokens. */
    private static int[] promptWithLongAnswer(int length, int tokens) {
        return IntStream.iterate(1000, seed -> seed + 1).mapToObj(seed -> prompt(seed, length))
                .filter(prompt -> FakeModelRunner.answer(longs(prompt), tokens).size() == tokens).findFirst()
                .orElseThrow();
    }

    static List<Long> longs(int[] prompt) {
        return Arrays.stream(prompt).asLongStream().boxed().collect(Collectors.toCollection(ArrayList::new));
    }

    private static boolean contains(int[] ids, int id) {
        return Arrays.stream(ids).anyMatch(each -> each == id);
    }

    static String text(List<Integer> answer) {
        return answer.stream().filter(id -> id != FakeModelRunner.END).map(LetterDecoder::letter)
                .collect(Collectors.joining());
    }

    private static End end(List<Integer> answer) {
        return new End(answer.getLast() == FakeModelRunner.END ? FinishReason.STOP : FinishReason.LENGTH,
                answer.size(), 0);
    }

    private static End withoutCache(@Nullable End end) {
        End told = Objects.requireNonNull(end);
        return new End(told.reason(), told.tokens(), 0);
    }

    static void awaitIdle(Engine engine) {
        while (engine.state().running() > 0 || engine.state().queued() > 0) {
            sleep();
        }
    }

    private static void assertIdle(Engine engine) {
        awaitIdle(engine);
        assertThat(engine.state().freeBlocks()).isEqualTo(engine.state().totalBlocks());
    }

    private static void awaitSteps(FakeModelRunner runner, int steps) {
        while (runner.steps.get() < steps) {
            sleep();
        }
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
