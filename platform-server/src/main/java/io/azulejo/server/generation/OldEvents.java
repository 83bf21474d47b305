package io.azulejo.server.generation;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import io.azulejo.server.job.PeriodicJob;

/** Clears away the pieces of answers that ended long ago. The answers themselves stay. */
@Component
class OldEvents implements PeriodicJob {

    private static final Logger log = LoggerFactory.getLogger(OldEvents.class);
    private static final int AT_A_TIME = 500;

    private final GenerationStore store;
    private final GenerationProperties properties;

    OldEvents(GenerationStore store, GenerationProperties properties) {
        this.store = store;
        this.properties = properties;
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(10);
    }

    @Override
    public void run() {
        clear();
    }

    int clear() {
        int all = 0;
        for (int some = AT_A_TIME; some == AT_A_TIME; all += some) {
            some = store.clearEndedBefore(properties.keepEvents(), AT_A_TIME);
        }
        if (all > 0) {
            log.info("Cleared away the pieces of {} answers that ended more than {} ago", all, properties.keepEvents());
        }
        return all;
    }
}
