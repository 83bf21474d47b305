package io.azulejo.libtorch.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.azulejo.api.error.OverCapacityException;

/** How many requests may be in an engine at a time. Any thread may enter; the engine's thread leaves. */
final class Places {

    private final EngineSettings settings;
    private final AtomicInteger taken = new AtomicInteger();
    private final AnswerClock clock = new AnswerClock();

    Places(EngineSettings settings) {
        this.settings = settings;
    }

    /** @throws OverCapacityException where all places, those in the queue too, are taken */
    void enter() {
        if (taken.incrementAndGet() > settings.maxSequences() + settings.maxQueued()) {
            taken.decrementAndGet();
            throw new OverCapacityException("The model already answers " + settings.maxSequences() + " requests, and "
                    + settings.maxQueued() + " wait, which is the most.", retryAfter());
        }
    }

    void leave() {
        taken.decrementAndGet();
    }

    /** Notes how long an answer took. */
    void answered(Duration took) {
        clock.answered(took);
    }

    /** When trying again may help. */
    Duration retryAfter() {
        return clock.untilPlaces(settings.maxSequences());
    }

    /** Requests that have entered and not left. */
    int taken() {
        return taken.get();
    }
}
