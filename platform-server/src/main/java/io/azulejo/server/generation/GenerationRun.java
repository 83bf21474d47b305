package io.azulejo.server.generation;

import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.model.Continuation;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.server.conversation.AnswerRecord;
import io.azulejo.server.database.DatabaseTime;
import io.azulejo.server.database.StoreRetry;
import io.azulejo.server.model.UnknownModelException;

/**
 * One answer being made. The backend's threads only leave pieces in a queue; the run's own virtual thread gathers them,
 * stores them, and then shows them to the readers: nobody reads what is not stored, so that no number is ever given to
 * two events, whatever breaks when.
 */
final class GenerationRun implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(GenerationRun.class);

    private final UUID id;
    private final Accepted accepted;
    private final GenerationStore store;
    private final Flux<ChatResponse> answer;
    private final Duration flushInterval;
    private final Runnable announce;

    private final Queue<Piece> pieces = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private final Disposable.Swap subscription = Disposables.swap();
    private final Sinks.Many<GenerationEvent> events = Sinks.many().replay().all();
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private final StringBuilder stored;
    private final AnswerTrace trace;
    private volatile @Nullable Thread writer;
    private volatile @Nullable Instant firstPiece;
    private volatile @Nullable String finishReason;
    private volatile @Nullable TokenUsage usage;
    private volatile @Nullable Continuation continuation;
    private volatile boolean abandoned;
    private volatile int seq;
    private volatile boolean endShown;

    /**
     * @param begun what is stored of the answer already
     * @param answer what is to come
     * @param announce is run after each event that is stored; must not block
     */
    GenerationRun(AnswerStore.Stored begun, GenerationStore store, Flux<ChatResponse> answer, Duration flushInterval,
            Runnable announce) {
        this.id = begun.accepted().generation();
        this.accepted = begun.accepted();
        this.store = store;
        this.answer = answer;
        this.flushInterval = flushInterval;
        this.announce = announce;
        this.stored = new StringBuilder(begun.text());
        this.trace = new AnswerTrace(begun.text().length());
        begun.events().forEach(this::show);
    }

    UUID id() {
        return id;
    }

    Accepted answer() {
        return accepted;
    }

    /**
     * All events from the first on, those to come included. Completes after the end, or without one where the answer is
     * no longer this run's to make.
     */
    Flux<GenerationEvent> events() {
        return events.asFlux();
    }

    int lastShown() {
        return seq;
    }

    boolean hasShownEnd() {
        return endShown;
    }

    /** Completes once the end is stored. */
    Mono<Void> ended() {
        return ended.asMono();
    }

    /** Ends the answer now and frees the backend; what came so far is stored. The first end wins. */
    void end(Outcome early) {
        outcome.compareAndSet(null, early);
        subscription.dispose();
        wake();
    }

    /** Ends the answer without storing anything: it is no longer this run's to make. */
    void abandon() {
        abandoned = true;
        end(Outcome.stopped());
    }

    @Override
    public void run() {
        writer = Thread.currentThread();
        try {
            if (outcome.get() == null) {
                show(retry(() -> store.start(id, seq + 1)));
                subscription.update(answer.subscribe(this::take, this::fail, this::complete));
            }
            write();
        } catch (NotOwnerException e) {
            if (!abandoned) {
                log.warn("{}: it was ended elsewhere, or its conversation was deleted", e.getMessage());
            }
        } catch (RuntimeException e) {
            if (!abandoned) {
                log.error("Generation {} cannot be stored; it is marked as interrupted once that is possible", id, e);
            }
        } finally {
            subscription.dispose();
            events.tryEmitComplete();
            ended.tryEmitEmpty();
        }
    }

    private void write() {
        while (!abandoned) {
            Outcome end = outcome.get(); // Before the pieces, so that none comes after the end.
            Piece piece = gather();
            if (piece != null) {
                append(piece);
                pause(flushInterval);
            } else if (end != null) {
                show(retry(() -> store.end(id, seq + 1, end, stored.toString(), firstPiece, trace.told())));
                return;
            } else if (pieces.isEmpty() && outcome.get() == null) {
                LockSupport.park(this);
            }
        }
    }

    private void append(Piece piece) {
        switch (piece) {
            case Piece.Text(String text) -> {
                show(retry(() -> store.append(id, seq + 1, text)));
                stored.append(text);
            }
            case Piece.Seam(String from, String to) -> show(retry(
                    () -> store.goOn(id, seq + 1, new AnswerRecord.Seam(stored.length(), from, to))));
        }
    }

    private void show(GenerationEvent event) {
        seq = event.seq();
        endShown = event.isEnd();
        events.emitNext(event, Sinks.EmitFailureHandler.FAIL_FAST);
        announce.run();
    }

    private GenerationEvent retry(Supplier<GenerationEvent> work) {
        return StoreRetry.store(work, NotOwnerException.class::isInstance, () -> abandoned,
                error -> log.warn("Generation {} could not be stored, trying again: {}", id, error.toString()));
    }

    /** Waits the whole time, unless the end comes earlier. */
    private void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && outcome.get() == null; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /** All the text up to a seam, or a seam; null where nothing waits. */
    private @Nullable Piece gather() {
        if (pieces.peek() instanceof Piece.Seam) {
            return pieces.poll();
        }
        StringBuilder text = new StringBuilder();
        while (pieces.peek() instanceof Piece.Text(String piece)) {
            text.append(piece);
            pieces.remove();
        }
        return text.isEmpty() ? null : new Piece.Text(text.toString());
    }

    private void take(ChatResponse response) {
        trace.take(response);
        if (response.getResult() != null) {
            String text = response.getResult().getOutput().getText();
            if (text != null && !text.isEmpty()) {
                if (firstPiece == null) {
                    firstPiece = DatabaseTime.now();
                }
                Continuation told = response.getResult().getMetadata().get(Continuation.METADATA_KEY);
                if (told != null && !told.equals(continuation)) {
                    continuation = told;
                    pieces.add(new Piece.Seam(told.from(), told.to()));
                }
                pieces.add(new Piece.Text(text.replace('\0', '\uFFFD'))); // PostgreSQL has no place for NUL.
                wake();
            }
            String reason = response.getResult().getMetadata().getFinishReason();
            if (reason != null && !reason.isEmpty()) {
                finishReason = reason;
            }
        }
        Usage told = response.getMetadata().getUsage();
        if (told instanceof TokenUsage exact) {
            usage = exact;
        } else if (told != null && told.getNativeUsage() instanceof TokenUsage exact) {
            usage = exact;
        }
    }

    private void complete() {
        outcome.compareAndSet(null, Outcome.completed(finishReason, usage));
        wake();
    }

    private void fail(Throwable error) {
        outcome.compareAndSet(null, Outcome.failed(inWords(error)));
        wake();
    }

    private String inWords(Throwable error) {
        if (error instanceof GenerationFailedException) {
            log.warn("Generation {} failed", id, error);
        }
        if (error instanceof BackendException || error instanceof UnknownModelException) {
            return String.valueOf(error.getMessage());
        }
        log.error("Generation {} failed", id, error);
        return "Something went wrong in the server. Its log tells more under the id " + id + ".";
    }

    private void wake() {
        LockSupport.unpark(writer);
    }

    /** What comes from the backends. */
    private sealed interface Piece {

        record Text(String text) implements Piece {}

        /** Another deployment goes on. */
        record Seam(String from, String to) implements Piece {}
    }
}
