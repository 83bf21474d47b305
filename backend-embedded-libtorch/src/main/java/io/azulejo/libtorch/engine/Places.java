package io.azulejo.libtorch.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.azulejo.api.error.OverCapacityException;

/** How many requests may be in an engine at a time. Any thread may enter; the engine's thread leaves. */
final class Places {

    private final EngineSettings settings;
    private final AtomicInteger taken = new AtomicInteger();
    /** Requests by user. */
    private final Map<String, Integer> users = new ConcurrentHashMap<>();
    private final AnswerClock clock = new AnswerClock();

    Places(EngineSettings settings) {
        this.settings = settings;
    }

    /** @throws OverCapacityException where all places, those in the queue too, are taken, or all that a user may have */
    void enter(String user) {
        if (users.merge(user, 1, Integer::sum) > settings.maxPerUser()) {
            leaveAs(user);
            throw new OverCapacityException("One user may have " + settings.maxPerUser()
                    + " requests at a time, and they are all there.", retryAfter());
        }
        if (taken.incrementAndGet() > settings.maxSequences() + settings.maxQueued()) {
            leave(user);
            throw new OverCapacityException("The model already answers " + settings.maxSequences() + " requests, and "
                    + settings.maxQueued() + " wait, which is the most.", retryAfter());
        }
    }

    void leave(String user) {
        taken.decrementAndGet();
        leaveAs(user);
    }

    private void leaveAs(String user) {
        users.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
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
