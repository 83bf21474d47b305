package io.azulejo.libtorch.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.libtorch.kvcache.BlockPool;
import io.azulejo.libtorch.kvcache.BlockTable;
import io.azulejo.libtorch.sampling.SampledToken;
import io.azulejo.libtorch.sampling.Sampler;
import io.azulejo.libtorch.sampling.StopCondition;

/**
 * Makes answers, several at once. Owns one thread that runs step after step while there is work; whatever touches the
 * model, the blocks or a sequence happens there. Other threads leave commands, which are carried out between two steps.
 * Pictures are decoded on worker threads.
 *
 * <p>
 * A step that fails is computed again sequence by sequence, and only those that fail alone are ended. An engine whose
 * own workings fail ends every answer, says so in its state, and takes no more.
 */
public final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    /** How many of the oldest sequences that wait for the vision tower have pictures decoded ahead. */
    private static final int DECODING_SEQUENCES = 4;
    /** So many failed steps in a row, none good in between, make the engine call itself broken. */
    private static final int FAILURES_OF_A_BROKEN_MODEL = 3;

    private final EngineSettings settings;
    private final ModelRunner runner;
    private final BlockPool pool;
    private final Scheduler scheduler;
    private final float[] logitsRow;
    private final LinkedBlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
    private final ExecutorService pictureWorkers;
    private final Thread thread;
    private final AtomicLong arrivals = new AtomicLong();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AnswerClock clock = new AnswerClock();
    private final StepTally tally = new StepTally();
    private final StepObserver observer;
    private final Object gate = new Object();
    /** Guarded by {@link #gate}: why no command is taken any more. */
    private @Nullable String shut;
    private boolean closing;
    private int failuresInARow;
    private @Nullable String problem;
    private volatile EngineState state;

    /** Starts an engine. It owns the runner from here on and closes it at its end. */
    public Engine(EngineSettings settings, ModelRunner runner, StepObserver observer) {
        this.settings = settings;
        this.runner = runner;
        this.observer = observer;
        this.pool = new BlockPool(settings.blocks());
        this.scheduler = new Scheduler(pool, settings);
        this.logitsRow = new float[settings.vocabularySize()];
        this.state = new EngineState(0, 0, pool.free(), pool.total(), 0, 0, null);
        this.pictureWorkers = Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                Thread.ofPlatform().daemon().name(settings.name() + "-pictures-", 0).factory());
        this.thread = Thread.ofPlatform().daemon().name(settings.name() + "-engine").unstarted(this::run);
        thread.start();
    }

    /** The most tokens that a prompt and its answer can have together. */
    public int capacity() {
        return settings.capacity();
    }

    /** The figures after the last step. Never blocks. */
    public EngineState state() {
        return state;
    }

    /**
     * Queues a request.
     *
     * @return cancels the answer when run: it is told nothing more, and what it holds is freed before the next step
     * @throws OverCapacityException where the queue is full
     * @throws BackendUnavailableException where the engine is closed or broken
     */
    public Runnable submit(GenerationRequest request, AnswerListener listener) {
        int room = settings.capacity() - request.prompt().length;
        if (room < 1) {
            throw new IllegalArgumentException("A prompt of " + request.prompt().length
                    + " tokens leaves no room for an answer in " + settings.capacity());
        }
        if (unfinished.incrementAndGet() > settings.maxSequences() + settings.maxQueued()) {
            unfinished.decrementAndGet();
            throw new OverCapacityException("The model already answers " + settings.maxSequences() + " requests, and "
                    + settings.maxQueued() + " wait, which is the most.", retryAfter());
        }
        StopCondition stop = new StopCondition(settings.endTokens(), request.stopStrings(),
                Math.min(room, request.maxTokens()));
        Answer answer = new Answer(new Sampler(request.sampling(), request.prompt(), request.mask()), stop,
                request.decoder());
        Sequence sequence = new Sequence(arrivals.getAndIncrement(), request.prompt(), answer, listener,
                new SequencePictures(request.pictures()), new BlockTable(pool, settings.blockSize()));
        String refusal = post(() -> scheduler.add(sequence));
        if (refusal != null) {
            unfinished.decrementAndGet();
            throw new BackendUnavailableException(refusal, null);
        }
        return () -> post(() -> end(sequence));
    }

    private Duration retryAfter() {
        return clock.untilPlaces(settings.maxSequences());
    }

    /** Leaves a command for the engine's thread; gives the reason where it takes none any more. */
    private @Nullable String post(Runnable command) {
        synchronized (gate) {
            if (shut == null) {
                commands.add(command);
            }
            return shut;
        }
    }

    /** Ends every answer with {@link BackendUnavailableException} and frees the model. Waits for the step in progress. */
    @Override
    public void close() {
        synchronized (gate) {
            if (shut == null) {
                shut = "The model is being closed.";
                commands.add(() -> closing = true);
            }
        }
        if (Thread.currentThread() != thread) {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    // The model must not be freed under the step in progress, so the wait goes on.
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try {
            while (!closing) {
                carryOutCommands();
                boolean worked = !closing && step();
                publish();
                if (!worked && !closing) {
                    commands.take().run();
                }
            }
        } catch (Throwable e) {
            LOG.error("The engine {} broke and takes no more requests", settings.name(), e);
            problem = "The engine broke: " + e;
        } finally {
            shutDown();
        }
    }

    private void carryOutCommands() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    private void shutDown() {
        String reason = problem == null ? "The model was closed." : "The model's engine broke; see the server's log.";
        synchronized (gate) {
            shut = reason;
        }
        try {
            // A request whose command was never carried out is known to its command only.
            problem = reason;
            carryOutCommands();
            scheduler.all().forEach(sequence -> fail(sequence, new BackendUnavailableException(reason, null)));
        } catch (Throwable e) {
            LOG.error("Ending the answers of {} failed", settings.name(), e);
        } finally {
            pictureWorkers.shutdownNow();
            runner.close();
            publish();
        }
    }

    /** Computes one step; false where nothing can be done before the next command. */
    private boolean step() {
        tally.begin(scheduler.preemptions());
        decodePictures();
        boolean encoded = encodeTile();
        List<Scheduler.Slice> slices = scheduler.schedule();
        if (!slices.isEmpty()) {
            forward(slices);
        }
        if (encoded || !slices.isEmpty()) {
            report();
        }
        // A sequence just admitted may have a tile ready and nothing else to do.
        return encoded || !slices.isEmpty() || scheduler.nextToEncode().isPresent();
    }

    private void report() {
        StepReport report = tally.end(
                new StepReport.Load(scheduler.running(), waiting(), pool.free(), pool.total()),
                scheduler.preemptions());
        try {
            observer.step(report);
        } catch (RuntimeException e) {
            LOG.warn("The observer of {} failed", settings.name(), e);
        }
    }

    private void decodePictures() {
        int sequences = 0;
        for (Sequence sequence : scheduler.all()) {
            if (!sequence.pictures().done()) {
                // The empty command wakes the thread up.
                sequence.pictures().decodeAhead(pictureWorkers, () -> post(() -> {}));
                if (++sequences == DECODING_SEQUENCES) {
                    return;
                }
            }
        }
    }

    /** One tile a step, so that a picture of many tiles does not keep others waiting for their next token. */
    private boolean encodeTile() {
        Sequence sequence = scheduler.nextToEncode().orElse(null);
        if (sequence == null) {
            return false;
        }
        long start = System.nanoTime();
        try {
            sequence.pictures().encodeNext(runner);
            tally.vision(0, 1, System.nanoTime() - start);
        } catch (BackendException e) {
            fail(sequence, e);
        } catch (Throwable e) {
            LOG.warn("A picture could not be encoded", e);
            fail(sequence, new GenerationFailedException("The picture could not be encoded: " + e, e));
        }
        return true;
    }

    private void forward(List<Scheduler.Slice> slices) {
        ModelRunner.Logits logits;
        long start = System.nanoTime();
        try {
            logits = runner.forward(slices.stream().map(Engine::piece).toList());
        } catch (Throwable e) {
            if (slices.size() > 1) {
                LOG.warn("A step of {} sequences failed; each is computed alone", slices.size(), e);
                slices.forEach(slice -> forward(List.of(slice)));
            } else {
                forwardFailed(slices.getFirst().sequence(), e);
            }
            return;
        }
        failuresInARow = 0;
        problem = null;
        long computed = System.nanoTime();
        tally.forward(computed - start);
        try (logits) {
            postprocess(slices, logits);
        }
        tally.sampling(System.nanoTime() - computed);
    }

    private void forwardFailed(Sequence sequence, Throwable e) {
        LOG.warn("A step failed", e);
        if (++failuresInARow >= FAILURES_OF_A_BROKEN_MODEL) {
            problem = "The last " + failuresInARow + " steps failed: " + e;
        }
        fail(sequence, new GenerationFailedException("The model failed while it made this answer: " + e, e));
    }

    private static ModelRunner.Piece piece(Scheduler.Slice slice) {
        Sequence sequence = slice.sequence();
        int end = slice.start() + slice.count();
        return new ModelRunner.Piece(sequence.ids(slice.start(), end), slice.start(), sequence.blocks().blocks(),
                slice.last(), sequence.pictures().spans(slice.start(), end));
    }

    private void postprocess(List<Scheduler.Slice> slices, ModelRunner.Logits logits) {
        int row = 0;
        for (Scheduler.Slice slice : slices) {
            tally.computed(slice.sequence().phase() == SequencePhase.DECODE, slice.count());
            scheduler.computed(slice);
            if (slice.last()) {
                appendToken(slice.sequence(), logits, row++);
            }
        }
    }

    private void appendToken(Sequence sequence, ModelRunner.Logits logits, int row) {
        AnswerPiece piece;
        try {
            logits.read(row, logitsRow);
            SampledToken token = sequence.answer().sample(logitsRow);
            sequence.append(token.id());
            piece = sequence.answer().accept(token);
        } catch (RuntimeException e) {
            LOG.warn("A token could not be chosen", e);
            fail(sequence, new GenerationFailedException("No token could be chosen: " + e.getMessage(), e));
            return;
        }
        if (piece != null) {
            if (piece.end() != null) {
                clock.answered(Duration.ofNanos(System.nanoTime() - sequence.submitted()));
                end(sequence);
            }
            AnswerPiece told = piece;
            tell(sequence, listener -> listener.piece(told));
        }
    }

    private void fail(Sequence sequence, BackendException reason) {
        if (end(sequence)) {
            tell(sequence, listener -> listener.failed(reason));
        }
    }

    /** Frees what a sequence holds; false where it had ended before. */
    private boolean end(Sequence sequence) {
        if (sequence.phase() == SequencePhase.FINISHED) {
            return false;
        }
        scheduler.remove(sequence);
        unfinished.decrementAndGet();
        // Whoever hears of the end sees in the figures that it is free.
        publish();
        return true;
    }

    private void tell(Sequence sequence, Consumer<AnswerListener> news) {
        try {
            news.accept(sequence.listener());
        } catch (RuntimeException e) {
            LOG.warn("A listener failed; its answer is ended", e);
            end(sequence);
        }
    }

    private void publish() {
        state = new EngineState(waiting(), scheduler.running(), pool.free(), pool.total(), tally.steps(),
                scheduler.preemptions(), problem);
    }

    /** Requests without a place, those included whose command is not carried out yet. */
    private int waiting() {
        return Math.max(0, unfinished.get() - scheduler.running());
    }
}
