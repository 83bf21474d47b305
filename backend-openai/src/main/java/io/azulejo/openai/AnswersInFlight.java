package io.azulejo.openai;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.OverCapacityException;

/** The answers that a backend waits for: bounded, counted, and ended together when it closes. */
final class AnswersInFlight implements AutoCloseable {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final String backend;
    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Sinks.Empty<Void> closing = Sinks.empty();

    /** @param most the most at a time; further ones are refused */
    AnswersInFlight(String backend, int most) {
        this.backend = backend;
        this.most = most;
    }

    /** The answer, as one of these. */
    <T> Flux<T> admit(Flux<T> answer) {
        return Flux.defer(() -> {
            if (closed.get()) {
                return Flux.error(unavailable());
            }
            if (count.incrementAndGet() > most) {
                count.decrementAndGet();
                return Flux.error(new OverCapacityException(
                        "The backend '%s' waits for %d answers already, the most it may.".formatted(backend, most),
                        RETRY_AFTER));
            }
            return answer.takeUntilOther(closing.asMono().then(Mono.error(this::unavailable)))
                    .doFinally(_ -> count.decrementAndGet());
        });
    }

    int count() {
        return count.get();
    }

    boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        closed.set(true);
        closing.tryEmitEmpty();
    }

    private BackendUnavailableException unavailable() {
        return new BackendUnavailableException("The backend '" + backend + "' is closed.", null);
    }
}
