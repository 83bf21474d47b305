package io.azulejo.server.generation;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.azulejo.server.database.Blocking;

/** Reads logs from the database alone, whichever instance writes them. */
@Component
class GenerationTail {

    private static final int PAGE = 500;

    private final GenerationStore store;
    private final GenerationSignals signals;
    private final Blocking blocking;
    private volatile Sinks.Empty<Void> closed = Sinks.empty();

    GenerationTail(GenerationStore store, GenerationSignals signals, Blocking blocking) {
        this.store = store;
        this.signals = signals;
        this.blocking = blocking;
    }

    /** The events after one, those to come included, up to the end; ends without one where the generation is deleted. */
    Flux<GenerationEvent> events(UUID id, int after) {
        return Flux.defer(() -> {
            AtomicInteger last = new AtomicInteger(after);
            return signals.of(id).concatMap(_ -> news(id, last), 0)
                    .takeUntil(GenerationStore.Page::isLast)
                    .concatMapIterable(GenerationStore.Page::events)
                    .takeUntilOther(closed.asMono());
        });
    }

    /** All there is after the last event, page by page. */
    private Flux<GenerationStore.Page> news(UUID id, AtomicInteger last) {
        return page(id, last).expand(page -> page.isLast() || page.events().size() < PAGE
                ? Mono.empty()
                : page(id, last));
    }

    private Mono<GenerationStore.Page> page(UUID id, AtomicInteger last) {
        return blocking.call(() -> {
            GenerationStore.Page page = store.read(id, last.get(), PAGE);
            if (!page.events().isEmpty()) {
                last.set(page.events().getLast().seq());
            }
            return page;
        });
    }

    /** Takes readers again, after a stop. */
    void open() {
        closed = Sinks.empty();
    }

    /** Lets all readers go; they come back to another instance. */
    void close() {
        closed.tryEmitEmpty();
    }
}
