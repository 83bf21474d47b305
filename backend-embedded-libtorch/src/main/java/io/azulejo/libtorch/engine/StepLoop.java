package io.azulejo.libtorch.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.libtorch.kvcache.BlockPool;
import io.azulejo.libtorch.kvcache.BlockTable;
import io.azulejo.libtorch.kvcache.PrefixIndex;
import io.azulejo.libtorch.sampling.SampledToken;

/**
 * What the engine's thread does: computes steps, hands tokens to their answers, and ends sequences. All of it on that
 * thread, but {@link #sequence} and {@link #state}.
 *
 * <p>
 * A step that fails is computed again sequence by sequence, and only those that fail alone are ended.
 */
final class StepLoop {

    private static final Logger LOG = LoggerFactory.getLogger(StepLoop.class);
    /** How many of the oldest sequences that wait for the vision tower have pictures decoded ahead. */
    private static final int DECODING_SEQUENCES = 4;
    /** So many failed steps in a row, none good in between, make the engine call itself broken. */
    private static final int FAILURES_OF_A_BROKEN_MODEL = 3;

    private final EngineSettings settings;
    private final ModelRunner runner;
    private final Places places;
    private final StepObserver observer;
    private final LongSupplier clock;
    private final Executor pictureWorkers;
    private final Runnable wake;
    private final BlockPool pool;
    private final Scheduler scheduler;
    private final FeatureCache features;
    private final StepPace pace;
    private final StepTally tally;
    /** Beside decodes a step has layers of a picture or tokens of prompts, in turns: both would take too long. */
    private boolean visionsTurn;
    private int failuresInARow;
    private @Nullable String problem;
    private volatile EngineState state;

    /** @param wake makes the engine's thread go on where it waits; called by workers when a picture is decoded */
    StepLoop(EngineSettings settings, ModelRunner runner, Places places, StepObserver observer, LongSupplier clock,
            Executor pictureWorkers, Runnable wake) {
        this.settings = settings;
        this.runner = runner;
        this.places = places;
        this.observer = observer;
        this.clock = clock;
        this.pictureWorkers = pictureWorkers;
        this.wake = wake;
        PrefixIndex<BlockContent> index = new PrefixIndex<>(settings.blocks());
        this.pool = new BlockPool(settings.blocks(), index::forget);
        this.features = new FeatureCache(settings.featureCacheBytes());
        this.scheduler = new Scheduler(pool,
                new SharedPrefixes(index, pool, settings.blockSize(), settings.prefixCache()), settings);
        this.pace = new StepPace(settings.stepStretch());
        this.tally = new StepTally(clock);
        this.state = new EngineState(0, 0, pool.free(), pool.total(), 0, 0, null);
    }

    /** A sequence that is yet to be added; any thread may make one. */
    Sequence sequence(long arrival, GenerationRequest request, Answer answer, AnswerListener listener) {
        return new Sequence(arrival, request.prompt(), request.terms(), answer, listener,
                new SequencePictures(request.pictures(), features), new BlockTable(pool, settings.blockSize()),
                settings.blockSize(), clock.getAsLong(), request.trace());
    }

    /** Does nothing where the sequence was cancelled before. */
    void add(Sequence sequence) {
        if (sequence.phase() != SequencePhase.FINISHED) {
            scheduler.add(sequence);
        }
    }

    /** The figures after the last step. */
    EngineState state() {
        return state;
    }

    /** Computes one step; false where nothing can be done before something happens outside. */
    boolean step() {
        endOverdue();
        tally.begin(counts());
        scheduler.takeFromOthers();
        decodePictures();
        int decodes = scheduler.decoding();
        double spare = pace.spareNanos(decodes);
        boolean inTurns = decodes > 0 && scheduler.prefillDue() && scheduler.nextToEncode().isPresent();
        visionsTurn = !inTurns || !visionsTurn;
        boolean encoded = visionsTurn && encode(pace.layers(spare));
        int prefillTokens = decodes == 0 ? settings.stepTokens() : encoded ? 0 : pace.tokens(spare);
        List<Scheduler.Slice> slices = scheduler.schedule(prefillTokens);
        if (!slices.isEmpty()) {
            forward(slices);
        }
        boolean worked = encoded || !slices.isEmpty();
        if (worked) {
            pace.stepped(decodes > 0 && (encoded || slices.size() > decodes));
            report();
        }
        publish();
        // A sequence just admitted may have a tile ready and nothing else to do; and where all decodes were preempted the
        // time that was theirs is for others.
        return worked || decodes > 0 || scheduler.nextToEncode().isPresent();
    }

    /** Ends what has no time left: an answer that has begun with what it has, any other with an error. */
    private void endOverdue() {
        long now = clock.getAsLong();
        for (Sequence sequence : scheduler.all()) {
            if (sequence.terms().timeout() != null && sequence.deadline() - now <= 0) {
                if (sequence.answer().tokens() == 0) {
                    fail(sequence, new OverCapacityException("The answer did not begin within the "
                            + sequence.terms().timeout() + " that it was given.", places.retryAfter()));
                } else {
                    AnswerPiece last = sequence.answer().cutOff();
                    end(sequence);
                    tell(sequence, listener -> listener.piece(last));
                }
            }
        }
    }

    private void decodePictures() {
        int sequences = 0;
        for (Sequence sequence : scheduler.all()) {
            if (!sequence.pictures().done()) {
                sequence.pictures().decodeAhead(scheduler.positionsCached(sequence), pictureWorkers, wake);
                if (++sequences == DECODING_SEQUENCES) {
                    return;
                }
            }
        }
    }

    /** Computes some layers of the oldest tile; false where there is none, or no time for one. */
    private boolean encode(int layers) {
        Sequence sequence = layers == 0 ? null : scheduler.nextToEncode().orElse(null);
        if (sequence == null) {
            return false;
        }
        long start = clock.getAsLong();
        try {
            SequencePictures.Progress progress = sequence.pictures().encode(runner, layers);
            long took = clock.getAsLong() - start;
            pace.encoded(progress.layers(), took);
            tally.vision(progress, took);
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
        long start = clock.getAsLong();
        try {
            logits = runner.forward(slices.stream().map(StepLoop::piece).toList());
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
        int decodes = (int) slices.stream().filter(Scheduler.Slice::decode).count();
        int prefill = slices.stream().mapToInt(Scheduler.Slice::count).sum() - decodes;
        long computed = clock.getAsLong();
        try (logits) {
            postprocess(slices, logits);
        }
        long end = clock.getAsLong();
        pace.computed(decodes, prefill, end - start);
        tally.computed(decodes, prefill, computed - start, end - computed);
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
                slice.last(), sequence.pictures().spans(slice.start(), end), sequence.trace());
    }

    private void postprocess(List<Scheduler.Slice> slices, ModelRunner.Logits logits) {
        slices.forEach(scheduler::computed);
        List<Sequence> sequences = slices.stream().filter(Scheduler.Slice::last).map(Scheduler.Slice::sequence)
                .toList();
        TokenChoices choices = new TokenChoices(sequences, logits);
        for (int row = 0; row < sequences.size(); row++) {
            appendToken(sequences.get(row), choices, row);
        }
    }

    private void appendToken(Sequence sequence, TokenChoices choices, int row) {
        AnswerPiece piece;
        try {
            SampledToken token = choices.get(row);
            sequence.append(token.id());
            piece = sequence.answer().accept(token);
        } catch (RuntimeException e) {
            LOG.warn("A token could not be chosen", e);
            fail(sequence, new GenerationFailedException("No token could be chosen: " + e.getMessage(), e));
            return;
        }
        if (piece != null) {
            if (piece.end() != null) {
                places.answered(Duration.ofNanos(clock.getAsLong() - sequence.submitted()));
                end(sequence);
            }
            tell(sequence, listener -> listener.piece(piece));
        }
    }

    private void fail(Sequence sequence, BackendException reason) {
        if (end(sequence)) {
            tell(sequence, listener -> listener.failed(reason));
        }
    }

    /** Ends every answer, and says in the state why. */
    void failAll(String reason) {
        problem = reason;
        scheduler.all().forEach(sequence -> fail(sequence, new BackendUnavailableException(reason, null)));
        publish();
    }

    /** Frees what outlives sequences; all of them have ended. */
    void close() {
        features.close();
    }

    /** Frees what a sequence holds; false where it had ended before. */
    boolean end(Sequence sequence) {
        if (sequence.phase() == SequencePhase.FINISHED) {
            return false;
        }
        scheduler.remove(sequence);
        places.leave(sequence.terms().user());
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

    private void report() {
        StepReport report = tally.end(
                new StepReport.Load(scheduler.running(), waiting(), pool.free(), pool.total()), counts(),
                features.bytes());
        try {
            observer.step(report);
        } catch (RuntimeException e) {
            LOG.warn("The observer of {} failed", settings.name(), e);
        }
    }

    private StepTally.Counts counts() {
        return new StepTally.Counts(scheduler.preemptions(), scheduler.prefixTokens(), scheduler.tilesFound());
    }

    private void publish() {
        state = new EngineState(waiting(), scheduler.running(), pool.free(), pool.total(), tally.steps(),
                scheduler.preemptions(), problem);
    }

    /** Requests without a place, those included whose command is not carried out yet. */
    private int waiting() {
        return Math.max(0, places.taken() - scheduler.running());
    }
}
