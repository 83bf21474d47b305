package io.azulejo.server.attachment;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import io.azulejo.server.job.PeriodicJob;

/** Moves contents to the store that is configured, and clears stores of what is no longer known. */
@Component
class AttachmentUpkeep implements PeriodicJob {

    private static final Logger log = LoggerFactory.getLogger(AttachmentUpkeep.class);

    private final ContentKeeper keeper;

    AttachmentUpkeep(ContentKeeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public Duration interval() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() {
        int moved = keeper.moveAll();
        if (moved > 0) {
            log.info("Moved the contents of {} attachments to the store {}", moved, keeper.current());
        }
        int cleared = keeper.clear();
        if (cleared > 0) {
            log.info("Cleared away {} contents that no attachment names", cleared);
        }
    }
}
