package io.azulejo.server.generation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import io.azulejo.api.model.TokenUsage;
import io.azulejo.server.model.UnknownModelException;

/**
 * One answer being made. The backend's threads only leave pieces in a queue; the run's own virtual thread gathers them,
 * stores them, and then shows them to the readers: nobody reads what is not stored.
 */
final class GenerationRun implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(GenerationRun.class);
    private static final int STORE_ATTEMPTS = 30;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

    private final UUID id;
    private final UUID conversation;
    private final GenerationStore store;
    private final Flux<ChatResponse> answer;
    private final Duration flushInterval;

    private final Queue<String> pieces = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private final Disposable.Swap subscription = Disposables.swap();
    private final Sinks.Many<GenerationEvent> events = Sinks.many().replay().all();
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private final StringBuilder stored = new StringBuilder();
    private volatile @Nullable Thread writer;
    private volatile @Nullable Instant firstPiece;
    private volatile @Nullable String finishReason;
    private volatile @Nullable TokenUsage usage;
    private volatile boolean abandoned;
    private int seq;

    /** @param queued the event that is in the log already */
    GenerationRun(UUID id, UUID conversation, GenerationEvent queued, GenerationStore store,
            Flux<ChatResponse> answer, Duration flushInterval) {
        this.id = id;
        this.conversation = conversation;
        this.store = store;
        this.answer = answer;
        this.flushInterval = flushInterval;
        this.seq = queued.seq();
        show(queued);
    }

    UUID id() {
        return id;
    }

    UUID conversation() {
        return conversation;
    }

    /** All events from the first on, those to come included; completes after the end. */
    Flux<GenerationEvent> events() {
        return events.asFlux();
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

    /** Ends the answer without storing anything: its conversation is gone. */
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
                seq++;
                subscription.update(answer.subscribe(this::take, this::fail, this::complete));
            }
            write();
        } catch (RuntimeException e) {
            if (!abandoned) {
                log.error("Generation {} cannot be stored; a restart will mark it as interrupted", id, e);
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
            String text = gather();
            if (end != null) {
                finish(end, text);
                return;
            }
            if (!text.isEmpty()) {
                append(text);
                pause(flushInterval);
            } else if (pieces.isEmpty() && outcome.get() == null) {
                LockSupport.park(this);
            }
        }
    }

    private void append(String text) {
        GenerationEvent event = retry(() -> store.append(id, seq + 1, text));
        seq++;
        stored.append(text);
        show(event);
    }

    private void finish(Outcome end, String text) {
        if (!text.isEmpty()) {
            append(text);
        }
        show(retry(() -> store.end(id, seq + 1, end, stored.toString(), firstPiece)));
    }

    private void show(GenerationEvent event) {
        events.emitNext(event, Sinks.EmitFailureHandler.FAIL_FAST);
    }

    /** A database that is away for a moment must not cost an answer. */
    private GenerationEvent retry(Supplier<GenerationEvent> work) {
        for (int attempt = 1;; attempt++) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (attempt == STORE_ATTEMPTS || abandoned) {
                    throw e;
                }
                log.warn("Generation {} could not be stored, trying again", id, e);
                LockSupport.parkNanos(this, BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    /** Waits the whole time, unless the end comes earlier. */
    private void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && outcome.get() == null; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    private String gather() {
        StringBuilder text = new StringBuilder();
        for (String piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            text.append(piece);
        }
        return text.toString();
    }

    private void take(ChatResponse response) {
        if (response.getResult() != null) {
            String text = response.getResult().getOutput().getText();
            if (text != null && !text.isEmpty()) {
                if (firstPiece == null) {
                    firstPiece = Instant.now().truncatedTo(ChronoUnit.MICROS);
                }
                pieces.add(text.replace('\0', '\uFFFD')); // PostgreSQL has no place for NUL.
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
}
