package io.azulejo.server.conversation;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import io.azulejo.server.job.PeriodicJob;

/** Clears away what lay in the bin for long, and temporary conversations whose time is over. */
@Component
class OldConversations implements PeriodicJob {

    private static final Logger log = LoggerFactory.getLogger(OldConversations.class);

    private final Bin bin;

    OldConversations(Bin bin) {
        this.bin = bin;
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(10);
    }

    @Override
    public void run() {
        int all = 0;
        for (int some = bin.purge(); some > 0; some = bin.purge()) {
            all += some;
        }
        if (all > 0) {
            log.info("Cleared away {} conversations that were deleted, temporary or old", all);
        }
    }
}
