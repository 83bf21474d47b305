package io.azulejo.server.generation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.event.TransactionalEventListener;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.server.conversation.AnswerRecord;
import io.azulejo.server.conversation.ConversationDeleted;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.model.RoutingChatModel;
import io.azulejo.server.web.ProblemException;

/** The answers being made in this application, and the logs of all others. */
@Service
class Generations implements SmartInitializingSingleton, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Generations.class);
    private static final int PAGE = 500;
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration SHUTDOWN = Duration.ofSeconds(15);

    private final GenerationStore store;
    private final RoutingChatModel chatModel;
    private final GenerationProperties properties;
    private final Blocking blocking;
    private final Map<UUID, GenerationRun> runs = new ConcurrentHashMap<>();
    private volatile boolean accepting = true;

    Generations(GenerationStore store, RoutingChatModel chatModel, GenerationProperties properties,
            Blocking blocking) {
        this.store = store;
        this.chatModel = chatModel;
        this.properties = properties;
        this.blocking = blocking;
    }

    /** Before the first request comes: nothing runs yet, so whatever the database calls unfinished was cut off. */
    @Override
    public void afterSingletonsInstantiated() {
        int interrupted = store.interruptUnfinished();
        if (interrupted > 0) {
            log.info("{} answers were cut off when the application last ended; marked as interrupted", interrupted);
        }
    }

    /** @throws ProblemException 503 while the application shuts down */
    void requireAccepting() {
        if (!accepting) {
            throw ProblemException.of(HttpStatus.SERVICE_UNAVAILABLE, "shutting-down", "Shutting down",
                    "The server is shutting down. Try again in a moment.");
        }
    }

    /** Starts a generation that is stored. */
    void start(UUID id, UUID conversation, GenerationEvent queued, Prompt prompt) {
        GenerationRun run = new GenerationRun(id, conversation, queued, store, chatModel.stream(prompt),
                properties.flushInterval());
        runs.put(id, run);
        if (!accepting) {
            run.end(Outcome.interrupted());
        }
        blocking.execute(() -> {
            try {
                run.run();
            } finally {
                runs.remove(id);
            }
        });
    }

    /** Ends a generation and frees its backend at once. Answers when that is stored; one that has ended stays so. */
    Mono<AnswerRecord> stop(UUID id) {
        return Mono.defer(() -> {
            GenerationRun run = runs.get(id);
            if (run == null) {
                return Mono.empty();
            }
            run.end(Outcome.stopped());
            return run.ended();
        }).then(blocking.call(() -> store.require(id)));
    }

    /** The events after one, those to come included, up to the end. */
    Flux<GenerationEvent> events(UUID id, int after) {
        return Flux.defer(() -> {
            GenerationRun run = runs.get(id);
            return run == null ? logged(id, after) : run.events().filter(event -> event.seq() > after);
        });
    }

    /** From the log alone; asks it again and again while the generation has not ended. */
    private Flux<GenerationEvent> logged(UUID id, int after) {
        IntFunction<Mono<Page>> read = from -> blocking.call(() -> new Page(store.events(id, from, PAGE), from));
        return read.apply(after)
                .expand(page -> page.isLast()
                        ? Mono.empty()
                        : Mono.delay(page.events.isEmpty() ? POLL : Duration.ZERO).then(read.apply(page.last())))
                .concatMapIterable(Page::events);
    }

    private record Page(List<GenerationEvent> events, int from) {

        boolean isLast() {
            return !events.isEmpty() && events.getLast().isEnd();
        }

        int last() {
            return events.isEmpty() ? from : events.getLast().seq();
        }
    }

    @TransactionalEventListener
    void forget(ConversationDeleted deleted) {
        runs.values().stream().filter(run -> run.conversation().equals(deleted.conversation()))
                .forEach(GenerationRun::abandon);
    }

    @Override
    public void start() {
        accepting = true;
    }

    /** Ends all answers while the database is still there, and so lets their readers go. */
    @Override
    public void stop() {
        accepting = false;
        List<GenerationRun> running = List.copyOf(runs.values());
        running.forEach(run -> run.end(Outcome.interrupted()));
        Flux.fromIterable(running).flatMap(GenerationRun::ended, Integer.MAX_VALUE).then()
                .timeout(SHUTDOWN, Mono.empty()).block();
        if (!running.isEmpty()) {
            log.info("{} answers in progress were interrupted and stored", running.size());
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
