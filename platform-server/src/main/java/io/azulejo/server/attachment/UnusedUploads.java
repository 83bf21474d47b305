package io.azulejo.server.attachment;

import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;

/** Clears away, from time to time, pictures that were uploaded for a message that never came. */
@Component
class UnusedUploads implements InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(UnusedUploads.class);
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final Attachments attachments;
    private final UploadProperties properties;
    private final Blocking blocking;
    private final Disposable.Swap running = Disposables.swap();

    UnusedUploads(Attachments attachments, UploadProperties properties, Blocking blocking) {
        this.attachments = attachments;
        this.properties = properties;
        this.blocking = blocking;
    }

    @Override
    public void afterPropertiesSet() {
        running.update(Flux.interval(Duration.ofMinutes(1), INTERVAL).onBackpressureDrop()
                .concatMap(_ -> blocking.call(this::clear).onErrorResume(error -> {
                    log.warn("Unused uploads could not be cleared away", error);
                    return Mono.empty();
                })).subscribe());
    }

    int clear() {
        int removed = attachments.removeUnusedSince(Instant.now().minus(properties.keepUnused()));
        if (removed > 0) {
            log.info("Cleared away {} uploads that no message shows", removed);
        }
        return removed;
    }

    @Override
    public void destroy() {
        running.dispose();
    }
}
