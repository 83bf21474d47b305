package io.azulejo.server.attachment;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import io.azulejo.server.database.DatabaseTime;
import io.azulejo.server.job.PeriodicJob;

/** Clears away pictures that were uploaded for a message that never came. */
@Component
class UnusedUploads implements PeriodicJob {

    private static final Logger log = LoggerFactory.getLogger(UnusedUploads.class);

    private final Attachments attachments;
    private final UploadProperties properties;

    UnusedUploads(Attachments attachments, UploadProperties properties) {
        this.attachments = attachments;
        this.properties = properties;
    }

    @Override
    public Duration interval() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() {
        clear();
    }

    int clear() {
        int removed = attachments.removeUnusedSince(DatabaseTime.now().minus(properties.keepUnused()));
        if (removed > 0) {
            log.info("Cleared away {} uploads that no message shows", removed);
        }
        return removed;
    }
}
