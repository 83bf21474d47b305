package io.azulejo.server.openai.responses;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import io.azulejo.server.generation.GenerationProperties;
import io.azulejo.server.generation.GenerationSignals;
import io.azulejo.server.openai.OpenAiProperties;

/**
 * An instance's standing duty for responses: hears who cancels them, ends those of instances that died, and clears away
 * old ones. The instance's heartbeats are told elsewhere.
 */
@Component
class ResponseUpkeep implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ResponseUpkeep.class);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Responses responses;
    private final ResponseStore store;
    private final GenerationSignals signals;
    private final GenerationProperties properties;
    private final Duration keep;
    private volatile @Nullable Thread thread;
    private boolean failing;

    ResponseUpkeep(Responses responses, ResponseStore store, GenerationSignals signals,
            GenerationProperties properties, OpenAiProperties openAi) {
        this.responses = responses;
        this.store = store;
        this.signals = signals;
        this.properties = properties;
        this.keep = openAi.keepResponses();
    }

    @Override
    public void start() {
        responses.open();
        thread = Thread.ofVirtual().name("responses-upkeep").start(this::run);
    }

    private void run() {
        long sweepNanos = properties.instanceTimeout().toNanos() / 6;
        long lastSweep = System.nanoTime() - sweepNanos;
        try {
            while (true) {
                Thread.sleep(LOOK);
                boolean due = System.nanoTime() - lastSweep >= sweepNanos;
                lastSweep = due ? System.nanoTime() : lastSweep;
                keepUp(due);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepUp(boolean sweep) {
        try {
            responses.checkRuns();
            if (sweep) {
                for (Optional<UUID> dead = store.failOneOfTheDead(); dead.isPresent(); dead = store
                        .failOneOfTheDead()) {
                    signals.announce(dead.get());
                }
                int _ = store.deleteOlderThan((double) keep.toSeconds());
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing && !Thread.currentThread().isInterrupted()) {
                log.warn("Responses cannot be looked after; trying again", e);
                failing = true;
            }
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        responses.close(properties.drain());
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
