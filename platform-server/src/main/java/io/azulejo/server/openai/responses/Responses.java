package io.azulejo.server.openai.responses;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.model.PromptSize;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.generation.GenerationProperties;
import io.azulejo.server.generation.GenerationSignals;
import io.azulejo.server.limit.Admission;
import io.azulejo.server.model.AvailableModel;
import io.azulejo.server.model.RoutingChatModel;
import io.azulejo.server.openai.OpenAiException;

/** The responses being made by this instance of the application, and the logs of all others. */
@Service
class Responses {

    private static final int PAGE = 500;

    private final ResponseStore store;
    private final GenerationSignals signals;
    private final RoutingChatModel chatModel;
    private final GenerationProperties properties;
    private final Blocking blocking;
    private final Map<UUID, ResponseRun> runs = new ConcurrentHashMap<>();
    private volatile Sinks.Empty<Void> closed = Sinks.empty();

    Responses(ResponseStore store, GenerationSignals signals, RoutingChatModel chatModel,
            GenerationProperties properties, Blocking blocking) {
        this.store = store;
        this.signals = signals;
        this.chatModel = chatModel;
        this.properties = properties;
        this.blocking = blocking;
    }

    /** What was said up to a response, and its own output; blocks. */
    InputItems history(UUID owner, @Nullable UUID previous) {
        InputItems items = new InputItems();
        if (previous != null) {
            Deque<ResponseStore.Row> chain = new ArrayDeque<>();
            for (UUID id = previous; id != null; id = chain.getFirst().previous()) {
                chain.addFirst(store.require(owner, id));
            }
            if (!chain.getLast().response().hasEnded()) {
                throw OpenAiException.invalid("previous_response_id",
                        "The response '" + ResponseId.of(previous) + "' has not ended yet.");
            }
            for (ResponseStore.Row row : chain) {
                items.addStored(row, store.pictures(row.id()));
            }
        }
        return items;
    }

    /** Stores a response and starts it; blocks. */
    ResponseRun begin(ResponseCall call, AvailableModel model, Admission admission) {
        try {
            return start(call, model, admission.hold());
        } catch (RuntimeException e) {
            admission.end();
            throw e;
        }
    }

    private ResponseRun start(ResponseCall call, AvailableModel model, Admission admission) {
        PromptSize size = model.measure(call.prompt());
        if (!size.fits()) {
            throw new InvalidRequestException("The prompt has " + size.promptTokens() + " tokens; the model's context"
                    + " is " + size.contextLength() + " tokens, of which the answer needs at least one.", "input",
                    InvalidRequestException.CONTEXT_LENGTH_EXCEEDED);
        }
        ResponseEvents events = new ResponseEvents(call.response());
        List<ResponseEvent> begun = events.created();
        ResponseRun run = new ResponseRun(call.id(), events, begun, store,
                admission.count(chatModel.stream(model, call.prompt())),
                properties.flushInterval(), () -> signals.announce(call.id()));
        runs.put(call.id(), run);
        try {
            store.create(call.person().id(), call, begun);
        } catch (RuntimeException e) {
            runs.remove(call.id());
            throw e;
        }
        blocking.execute(() -> {
            try {
                run.run();
            } finally {
                runs.remove(call.id());
                admission.end();
            }
        });
        return run;
    }

    /** The events of a response that nobody keeps. */
    Flux<ResponseEvent> passing(ResponseCall call, AvailableModel model, Admission admission) {
        return Flux.defer(() -> {
            ResponseEvents events = new ResponseEvents(call.response());
            Flux<ResponseEvent> begun = Flux.fromIterable(events.created())
                    .concatWith(Flux.defer(() -> Flux.fromIterable(events.started())));
            // Nothing is sent before the model says something, so that an error until then has a status of its own.
            return admission.count(chatModel.stream(model, call.prompt()))
                    .concatMapIterable(response -> events.take(List.of(response)))
                    .switchOnFirst((_, rest) -> begun.concatWith(rest))
                    .concatWith(Flux.defer(() -> Flux.fromIterable(events.completed())))
                    .onErrorResume(error -> events.hasOutput()
                            ? Flux.fromIterable(events.failed(Failures.code(error), Failures.words(error)))
                            : Flux.error(error));
        });
    }

    /** The same, whole. */
    Mono<ResponseObject> whole(ResponseCall call, AvailableModel model, Admission admission) {
        return Mono.defer(() -> {
            ResponseEvents events = new ResponseEvents(call.response());
            return admission.count(chatModel.stream(model, call.prompt())).collectList().map(responses -> {
                events.take(responses);
                events.completed();
                return events.response();
            });
        });
    }

    /** The events after one, those to come included, up to the end. */
    Flux<ResponseEvent> events(UUID id, int after) {
        return Flux.defer(() -> {
            ResponseRun run = runs.get(id);
            AtomicInteger last = new AtomicInteger(after);
            return run == null
                    ? tail(id, last)
                    : run.events().filter(event -> event.seq() > after).doOnNext(event -> last.set(event.seq()))
                            .concatWith(Flux.defer(() -> tail(id, last)));
        }).takeUntil(ResponseEvent::isEnd);
    }

    /** From the database alone, whichever instance writes. */
    private Flux<ResponseEvent> tail(UUID id, AtomicInteger last) {
        return signals.of(id).concatMap(_ -> blocking.call(() -> page(id, last)), 0)
                .takeUntil(Page::isLast).concatMapIterable(Page::events).takeUntilOther(closed.asMono());
    }

    private Page page(UUID id, AtomicInteger last) {
        boolean unfinished = store.isUnfinished(id); // Before the events, so that none is missed.
        List<ResponseEvent> events = store.events(id, last.get(), PAGE);
        if (!events.isEmpty()) {
            last.set(events.getLast().seq());
        }
        return new Page(events, !unfinished && events.size() < PAGE);
    }

    private record Page(List<ResponseEvent> events, boolean isLast) {}

    /** Cancels a response, whichever instance makes it; what has ended stays so. */
    Mono<ResponseObject> cancel(UUID owner, UUID id) {
        return blocking.call(() -> store.require(owner, id)).flatMap(_ -> {
            ResponseRun run = runs.get(id);
            if (run != null) {
                run.end(new ResponseRun.Outcome.Cancelled());
                return run.events().then();
            }
            return blocking.call(() -> store.requestCancel(id)).filter(requested -> requested)
                    .flatMapMany(_ -> events(id, Integer.MAX_VALUE - 1))
                    .timeout(Mono.delay(properties.instanceTimeout().multipliedBy(3)), _ -> Mono.never(), Flux.empty())
                    .then();
        }).then(blocking.call(() -> store.require(owner, id).response()));
    }

    void delete(UUID owner, UUID id) {
        if (!store.delete(owner, id)) {
            throw ResponseId.unknown(ResponseId.of(id));
        }
        ResponseRun run = runs.get(id);
        if (run != null) {
            run.abandon();
        }
    }

    /** Hears what others ask of the responses made here, and lets go of those that are no longer this instance's. */
    void checkRuns() {
        Map<UUID, ResponseRun> before = Map.copyOf(runs);
        if (before.isEmpty()) {
            return;
        }
        Map<UUID, Boolean> mine = store.mine();
        before.forEach((id, run) -> {
            if (Boolean.TRUE.equals(mine.get(id))) {
                run.end(new ResponseRun.Outcome.Cancelled());
            }
        });
    }

    /** Takes readers again. */
    void open() {
        closed = Sinks.empty();
    }

    /** Ends those in progress, after the time that they get. */
    void close(Duration drain) {
        long until = System.nanoTime() + drain.toNanos();
        while (!runs.isEmpty() && System.nanoTime() < until) {
            pause();
        }
        runs.values().forEach(run -> run.end(new ResponseRun.Outcome.Failed(
                new BackendUnavailableException("The server was shut down.", null))));
        long last = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!runs.isEmpty() && System.nanoTime() < last) {
            pause();
        }
        closed.tryEmitEmpty();
    }

    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
}
