package io.azulejo.server.generation;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

import io.azulejo.server.database.Blocking;

/**
 * Keeps this instance alive in the eyes of the others, hears what they ask of its answers, and marks the answers of those
 * that died. Begins before the first request comes and goes on until the last answer is stored.
 */
@Component
class Upkeep implements SmartInitializingSingleton, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Instance instance;
    private final GenerationStore store;
    private final Generations generations;
    private final GenerationSignals signals;
    private final GenerationMeters meters;
    private final Blocking blocking;
    private final long beatNanos;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private Set<UUID> withoutRun = Set.of();
    private boolean failing;
    private @Nullable Thread thread;

    Upkeep(Instance instance, GenerationStore store, Generations generations, GenerationSignals signals,
            GenerationMeters meters, Blocking blocking, GenerationProperties properties) {
        this.instance = instance;
        this.store = store;
        this.generations = generations;
        this.signals = signals;
        this.meters = meters;
        this.blocking = blocking;
        this.beatNanos = properties.instanceTimeout().dividedBy(6).toNanos();
    }

    @Override
    public void afterSingletonsInstantiated() {
        instance.join();
        sweep();
        thread = Thread.ofVirtual().name("upkeep").start(this::run);
    }

    private void run() {
        long lastBeat = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(LOOK);
                boolean due = System.nanoTime() - lastBeat >= beatNanos;
                if (due) {
                    lastBeat = System.nanoTime();
                }
                keepUp(due);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepUp(boolean due) {
        try {
            if (due) {
                instance.beat();
                endThoseWithoutRun();
                blocking.execute(this::sweepOnce);
            }
            generations.checkRuns();
            if (failing) {
                log.info("This instance reaches the database again");
                failing = false;
            }
        } catch (RuntimeException e) {
            if (!failing && !Thread.currentThread().isInterrupted()) {
                log.warn("This instance cannot tell the others that it is alive. If it cannot for long, they mark its "
                        + "answers as interrupted. Check that the database can be reached.", e);
                failing = true;
            }
        }
    }

    /** An answer that could not be stored has no run any more; it ends when the database is there again. */
    private void endThoseWithoutRun() {
        Set<UUID> found = generations.mineWithoutRun();
        for (UUID id : found) {
            if (withoutRun.contains(id)) { // Not one that is just being started.
                store.interrupt(id);
                signals.announce(id);
            }
        }
        withoutRun = found;
    }

    private void sweepOnce() {
        if (sweeping.compareAndSet(false, true)) {
            try {
                sweep();
            } catch (RuntimeException e) {
                log.warn("Answers of instances that died could not be marked as interrupted; trying again", e);
            } finally {
                sweeping.set(false);
            }
        }
    }

    private void sweep() {
        Set<UUID> interrupted = store.interruptThoseOfTheDead();
        if (!interrupted.isEmpty()) {
            meters.interrupted(interrupted.size());
            interrupted.forEach(signals::announce);
            log.info("{} answers were cut off when an instance of the application ended; marked as interrupted: {}",
                    interrupted.size(),
                    interrupted.stream().map(UUID::toString).collect(Collectors.joining(" ")));
        }
    }

    @Override
    public void destroy() {
        if (thread != null) {
            thread.interrupt();
        }
        instance.leave();
    }
}
