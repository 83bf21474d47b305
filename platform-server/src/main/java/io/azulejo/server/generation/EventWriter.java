package io.azulejo.server.generation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
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
 * Appends the events of many answers, of every log, in few transactions: those that come while one is under way go together in the next
 * one. However many answers there are, the database sees no more than a hundred such transactions a second from this
 * instance.
 */
@Component
public class EventWriter implements SmartInitializingSingleton, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(EventWriter.class);
    private static final Duration BETWEEN = Duration.ofMillis(10);
    private static final int MOST = 1000;

    private final GenerationMeters meters;
    private final TransactionTemplate transaction;
    private final BlockingQueue<Waiting<?>> queue = new LinkedBlockingQueue<>();
    private volatile boolean closed;
    private @Nullable Thread thread;

    EventWriter(GenerationMeters meters, PlatformTransactionManager transactions) {
        this.meters = meters;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * The log of one kind of answers. Appends within a transaction, to those answers that are still this instance's to
     * make.
     */
    public interface Log<E> {

        /**
         * Appends what belongs to different answers. Waits for nobody: what belongs to answers that somebody else holds is
         * left out.
         *
         * @return the answers to which it is appended
         */
        Set<UUID> appendAll(List<Entry<E>> entries);

        /**
         * Appends to one answer, and waits for whoever holds it.
         *
         * @return whether it is still this instance's
         */
        boolean append(Entry<E> entry);
    }

    /** An event, or some, and the answer that it is of. */
    public record Entry<E>(UUID answer, E event) {}

    /** @param stored becomes true where the event is committed, false where it has to be tried by itself */
    private record Waiting<E>(Log<E> log, Entry<E> entry, CompletableFuture<Boolean> stored) {

        Set<UUID> writeWith(List<Waiting<?>> batch) {
            return log.appendAll(batch.stream().filter(each -> each.log.equals(log)).map(each -> {
                @SuppressWarnings("unchecked") // An event for this log is of its kind.
                Entry<E> same = (Entry<E>) each.entry;
                return same;
            }).toList());
        }
    }

    @Override
    public void afterSingletonsInstantiated() {
        thread = Thread.ofVirtual().name("events").start(this::run);
    }

    /**
     * Appends an event, or some, of this instance's answer; returns when it is committed.
     *
     * @return whether the answer is still this instance's
     */
    public <E> boolean append(Log<E> log, UUID answer, E event) {
        Waiting<E> waiting = new Waiting<>(log, new Entry<>(answer, event), new CompletableFuture<>());
        queue.add(waiting);
        if (closed) {
            waiting.stored().complete(false);
        }
        return waiting.stored().join() || appendAlone(waiting);
    }

    /** Waits for whoever holds the answer, and tells of this event's own trouble alone. */
    private <E> boolean appendAlone(Waiting<E> waiting) {
        meters.written();
        return Objects.requireNonNull(transaction.execute(_ -> waiting.log().append(waiting.entry())));
    }

    private void run() {
        List<Waiting<?>> batch = new ArrayList<>();
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

    private void write(List<Waiting<?>> batch) {
        Set<UUID> stored = Set.of();
        try {
            meters.written();
            stored = Objects.requireNonNull(transaction.execute(_ -> {
                Set<UUID> all = new HashSet<>();
                Set<Log<?>> logs = new HashSet<>();
                batch.stream().filter(waiting -> logs.add(waiting.log()))
                        .forEach(waiting -> all.addAll(waiting.writeWith(batch)));
                return all;
            }));
        } catch (RuntimeException e) {
            log.debug("{} events could not be stored together; each is tried by itself", batch.size(), e);
        } finally {
            for (Waiting<?> waiting : batch) {
                waiting.stored().complete(stored.contains(waiting.entry().answer()));
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
