package io.azulejo.server.generation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.event.TransactionalEventListener;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.PromptSize;
import io.azulejo.server.conversation.AnswerRecord;
import io.azulejo.server.conversation.ConversationDeleted;
import io.azulejo.server.conversation.MessagesDeleted;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.limit.Admission;
import io.azulejo.server.limit.Asked;
import io.azulejo.server.limit.Limits;
import io.azulejo.server.model.AvailableModel;
import io.azulejo.server.model.RoutingChatModel;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.ProblemException;

/** The answers being made by this instance of the application, and the logs of all others. */
@Service
class Generations implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Generations.class);
    private static final Duration STORE_LAST = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** An answer belongs to the trace of the request that asked for it, and outlives that. */
    private static final ContextSnapshotFactory CONTEXTS = ContextSnapshotFactory.builder().build();

    private final GenerationStore store;
    private final GenerationTail tail;
    private final GenerationSignals signals;
    private final GenerationMeters meters;
    private final RoutingChatModel chatModel;
    private final Limits limits;
    private final GenerationProperties properties;
    private final Blocking blocking;
    private final Map<UUID, GenerationRun> runs = new ConcurrentHashMap<>();
    /** Those whose storing is under way, so that nobody takes them for lost before they run. */
    private final Set<UUID> beginning = ConcurrentHashMap.newKeySet();
    private volatile boolean accepting = true;

    Generations(GenerationStore store, GenerationTail tail, GenerationSignals signals, GenerationMeters meters,
            RoutingChatModel chatModel, Limits limits, GenerationProperties properties, Blocking blocking) {
        this.store = store;
        this.tail = tail;
        this.signals = signals;
        this.meters = meters;
        this.chatModel = chatModel;
        this.limits = limits;
        this.properties = properties;
        this.blocking = blocking;
        meters.observe(runs);
    }

    /** @throws ProblemException 503 while the application shuts down */
    void requireAccepting() {
        if (!accepting) {
            throw ProblemException.of(HttpStatus.SERVICE_UNAVAILABLE, "shutting-down", "Shutting down",
                    "The server is shutting down. Try again in a moment.");
        }
    }

    /**
     * Stores a generation and starts it.
     *
     * @param person for whom it is
     * @param storing stores it under the id that it is given
     * @param size of the prompt
     * @throws ProblemException 429 where the person has asked for as much as is allowed
     */
    Accepted begin(Person person, Function<UUID, AnswerStore.Stored> storing, AvailableModel model, Prompt prompt,
            PromptSize size) {
        Admission admission = limits.decide(new Asked(person, model.id(), () -> size,
                GenerationOptions.from(prompt.getOptions()).maxTokens(), 1)).orThrow().hold();
        UUID id = TimeOrderedId.next();
        beginning.add(id);
        try {
            AnswerStore.Stored stored = storing.apply(id);
            start(stored, model, prompt, admission);
            return stored.accepted();
        } catch (RuntimeException e) {
            admission.end();
            throw e;
        } finally {
            beginning.remove(id);
        }
    }

    /** Starts a generation that is stored. */
    private void start(AnswerStore.Stored answer, AvailableModel model, Prompt prompt, Admission admission) {
        UUID id = answer.accepted().generation();
        ContextSnapshot asked = CONTEXTS.captureAll();
        Flux<ChatResponse> stream = admission.count(chatModel.stream(model, prompt)).contextWrite(asked::updateContext);
        GenerationRun run = new GenerationRun(answer, store, stream, properties.flushInterval(),
                () -> stored(id));
        runs.put(id, run);
        if (!accepting) {
            run.end(Outcome.interrupted());
        }
        blocking.execute(() -> {
            try {
                run.run();
            } finally {
                runs.remove(id);
                admission.end();
            }
        });
    }

    private void stored(UUID id) {
        meters.stored();
        signals.announce(id);
    }

    /**
     * Ends a generation, whichever instance makes it, and frees its backend. Answers when that is stored; one that has
     * ended stays so.
     */
    Mono<AnswerRecord> stop(UUID id) {
        return Mono.defer(() -> {
            GenerationRun run = runs.get(id);
            if (run == null) {
                return stopElsewhere(id);
            }
            run.end(Outcome.stopped());
            return run.ended();
        }).then(blocking.call(() -> store.require(id)));
    }

    /** Its instance hears of it soon; if that one is dead, another one ends the answer once that is certain. */
    private Mono<Void> stopElsewhere(UUID id) {
        return blocking.call(() -> store.requestStop(id)).filter(requested -> requested)
                .flatMapMany(_ -> blocking.call(() -> store.lastSeq(id)).flatMapMany(last -> tail.events(id, last)))
                .then().timeout(properties.instanceTimeout().multipliedBy(3), Mono.empty());
    }

    /** The events after one, those to come included, up to the end. */
    Flux<GenerationEvent> events(UUID id, int after) {
        return Flux.defer(() -> {
            GenerationRun run = runs.get(id);
            return run == null
                    ? tail.events(id, after)
                    : run.events().filter(event -> event.seq() > after)
                            .concatWith(Flux.defer(() -> rest(run, after)));
        });
    }

    /** Where a run lost its answer, somebody else wrote the end. */
    private Flux<GenerationEvent> rest(GenerationRun run, int after) {
        return run.hasShownEnd() ? Flux.empty() : tail.events(run.id(), Math.max(after, run.lastShown()));
    }

    /** Hears what others ask of the answers made here, and lets go of those that are no longer this instance's. */
    void checkRuns() {
        // Before the database is asked: what is begun meanwhile is not missed there.
        List<GenerationRun> running = List.copyOf(runs.values());
        if (running.isEmpty()) {
            return;
        }
        Map<UUID, Boolean> mine = store.mine().stream()
                .collect(Collectors.toMap(GenerationOwners.Mine::id, GenerationOwners.Mine::stopRequested));
        for (GenerationRun run : running) {
            Boolean stopRequested = mine.get(run.id());
            if (stopRequested == null) {
                run.abandon();
            } else if (stopRequested) {
                run.end(Outcome.stopped());
            }
        }
    }

    /** What this instance is to make by the database, and does not. */
    Set<UUID> mineWithoutRun() {
        return store.mine().stream().map(GenerationOwners.Mine::id)
                .filter(id -> !beginning.contains(id) && !runs.containsKey(id))
                .collect(Collectors.toSet());
    }

    @TransactionalEventListener
    void forget(ConversationDeleted deleted) {
        runs.values().stream().filter(run -> run.answer().conversation().equals(deleted.conversation()))
                .forEach(GenerationRun::abandon);
    }

    /** Those of other instances hear of it when they look after their answers. */
    @TransactionalEventListener
    void forget(MessagesDeleted deleted) {
        runs.values().stream().filter(run -> deleted.messages().contains(run.answer().answer()))
                .forEach(GenerationRun::abandon);
    }

    @Override
    public void start() {
        tail.open();
        accepting = true;
    }

    /**
     * Gives the answers in progress time to come to their end, then ends them while the database is still there. Lets
     * all readers go, who find the rest on another instance.
     */
    @Override
    public void stop() {
        accepting = false;
        if (!runs.isEmpty()) {
            log.info("{} answers in progress get {} seconds to end", runs.size(), properties.drain().toSeconds());
        }
        waitForRuns(properties.drain());
        List<GenerationRun> running = List.copyOf(runs.values());
        running.forEach(run -> run.end(Outcome.interrupted()));
        waitForRuns(STORE_LAST);
        tail.close();
        if (!running.isEmpty()) {
            log.info("{} answers in progress were interrupted and stored", running.size());
        }
    }

    private void waitForRuns(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (!runs.isEmpty() && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    @Override
    public boolean isRunning() {
        return accepting;
    }

    /** Stops first of all, before the web server waits for its connections. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
