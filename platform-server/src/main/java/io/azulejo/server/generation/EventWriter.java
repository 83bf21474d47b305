package io.azulejo.server.generation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Appends the events of many answers in few transactions: those that come while one is under way go together in the next
 * one. However many answers there are, the database sees no more than a hundred such transactions a second from this
 * instance.
 */
@Component
class EventWriter implements SmartInitializingSingleton, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(EventWriter.class);
    private static final Duration BETWEEN = Duration.ofMillis(10);
    private static final int MOST = 1000;

    private final GenerationLog events;
    private final Instance instance;
    private final GenerationMeters meters;
    private final TransactionTemplate transaction;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private volatile boolean closed;
    private @Nullable Thread thread;

    EventWriter(GenerationLog events, Instance instance, GenerationMeters meters,
            PlatformTransactionManager transactions) {
        this.events = events;
        this.instance = instance;
        this.meters = meters;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** @param stored becomes true where the event is committed, false where it has to be tried by itself */
    private record Waiting(UUID generation, GenerationEvent event, CompletableFuture<Boolean> stored) {}

    @Override
    public void afterSingletonsInstantiated() {
        thread = Thread.ofVirtual().name("events").start(this::run);
    }

    /**
     * Appends an event of this instance's answer; returns when it is committed.
     *
     * @throws NotOwnerException where the answer is not this instance's any more
     */
    void append(UUID generation, GenerationEvent event) {
        Waiting waiting = new Waiting(generation, event, new CompletableFuture<>());
        queue.add(waiting);
        if (closed) {
            waiting.stored().complete(false);
        }
        if (!waiting.stored().join() && !appendAlone(generation, event)) {
            throw new NotOwnerException(generation);
        }
    }

    /** Waits for whoever holds the generation, and tells of this event's own trouble alone. */
    private boolean appendAlone(UUID generation, GenerationEvent event) {
        meters.written();
        return Objects.requireNonNull(
                transaction.execute(_ -> events.appendAs(instance.id(), generation, event)));
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, MOST - 1);
                long start = System.nanoTime();
                write(batch);
                batch.clear();
                long left = BETWEEN.toNanos() - (System.nanoTime() - start);
                if (left > 0) {
                    Thread.sleep(Duration.ofNanos(left));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(waiting -> waiting.stored().complete(false));
    }

    private void write(List<Waiting> batch) {
        Set<UUID> stored = Set.of();
        try {
            meters.written();
            stored = Objects.requireNonNull(transaction.execute(_ -> events.appendAll(instance.id(),
                    batch.stream().map(waiting -> new GenerationLog.Entry(waiting.generation(), waiting.event()))
                            .toList())));
        } catch (RuntimeException e) {
            log.debug("{} events could not be stored together; each is tried by itself", batch.size(), e);
        } finally {
            for (Waiting waiting : batch) {
                waiting.stored().complete(stored.contains(waiting.generation()));
            }
        }
    }

    @Override
    public void destroy() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
