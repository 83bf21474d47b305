package io.azulejo.server.openai.responses;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import io.azulejo.server.database.StoreRetry;

/**
 * One response being made and kept. The backend's threads only leave pieces in a queue; the run's own virtual thread
 * gathers them, stores the events, and then shows them.
 */
final class ResponseRun implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ResponseRun.class);

    /** Why a response ends. */
    sealed interface Outcome {

        record Completed() implements Outcome {}

        record Failed(Throwable error) implements Outcome {}

        record Cancelled() implements Outcome {}
    }

    private final UUID id;
    private final ResponseEvents events;
    private final ResponseStore store;
    private final Flux<ChatResponse> answer;
    private final Duration flushInterval;
    private final Runnable announce;

    private final Queue<ChatResponse> pieces = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private final Disposable.Swap subscription = Disposables.swap();
    private final Sinks.Many<ResponseEvent> shown = Sinks.many().replay().all();
    private volatile @Nullable Thread writer;
    private volatile boolean abandoned;

    /** @param begun the events that are stored already */
    ResponseRun(UUID id, ResponseEvents events, List<ResponseEvent> begun, ResponseStore store,
            Flux<ChatResponse> answer, Duration flushInterval, Runnable announce) {
        this.id = id;
        this.events = events;
        this.store = store;
        this.answer = answer;
        this.flushInterval = flushInterval;
        this.announce = announce;
        begun.forEach(shown::tryEmitNext);
    }

    /** All events from the first on; completes after the end, or without one where the run lost the response. */
    Flux<ResponseEvent> events() {
        return shown.asFlux();
    }

    /** The response as it is once the run has ended. */
    ResponseObject response() {
        return events.response();
    }

    /** The error with which it ended. */
    @Nullable
    Throwable error() {
        return outcome.get() instanceof Outcome.Failed(Throwable error) ? error : null;
    }

    void end(Outcome early) {
        outcome.compareAndSet(null, early);
        subscription.dispose();
        wake();
    }

    /** Ends without storing anything. */
    void abandon() {
        abandoned = true;
        end(new Outcome.Cancelled());
    }

    @Override
    public void run() {
        writer = Thread.currentThread();
        try {
            if (outcome.get() == null) {
                keep(events.started());
                subscription.update(answer.subscribe(this::take, error -> finish(new Outcome.Failed(error)),
                        () -> finish(new Outcome.Completed())));
            }
            write();
        } catch (RuntimeException e) {
            if (!abandoned) {
                log.error("The response {} cannot be stored; it is marked as failed once that is possible",
                        ResponseId.of(id), e);
            }
        } finally {
            subscription.dispose();
            shown.tryEmitComplete();
        }
    }

    private void write() {
        while (!abandoned) {
            Outcome end = outcome.get(); // Before the pieces, so that none comes after the end.
            List<ChatResponse> gathered = gather();
            if (!gathered.isEmpty()) {
                List<ResponseEvent> next = events.take(gathered);
                keep(next, () -> store.append(id, next));
            }
            if (end != null) {
                keep(switch (end) {
                    case Outcome.Completed _ -> events.completed();
                    case Outcome.Failed(Throwable error) -> events.failed(Failures.code(error), Failures.words(error));
                    case Outcome.Cancelled _ -> events.cancelled();
                });
                return;
            }
            if (gathered.isEmpty() && pieces.isEmpty() && outcome.get() == null) {
                LockSupport.park(this);
            } else {
                pause();
            }
        }
    }

    private void keep(List<ResponseEvent> next) {
        keep(next, () -> store.change(id, next, events.response()));
    }

    private void keep(List<ResponseEvent> next, Supplier<Boolean> storing) {
        if (next.isEmpty() || abandoned) {
            return;
        }
        if (!stored(storing)) {
            abandon();
            return;
        }
        next.forEach(shown::tryEmitNext);
        announce.run();
    }

    private boolean stored(Supplier<Boolean> storing) {
        return StoreRetry.store(storing, _ -> false, () -> abandoned,
                error -> log.warn("The response {} could not be stored, trying again: {}", ResponseId.of(id),
                        error.toString()));
    }

    private void pause() {
        long until = System.nanoTime() + flushInterval.toNanos();
        for (long left = flushInterval.toNanos(); left > 0
                && outcome.get() == null; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    private List<ChatResponse> gather() {
        List<ChatResponse> gathered = new ArrayList<>();
        for (ChatResponse piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            gathered.add(piece);
        }
        return gathered;
    }

    private void take(ChatResponse response) {
        pieces.add(response);
        wake();
    }

    private void finish(Outcome end) {
        outcome.compareAndSet(null, end);
        wake();
    }

    private void wake() {
        LockSupport.unpark(writer);
    }
}
