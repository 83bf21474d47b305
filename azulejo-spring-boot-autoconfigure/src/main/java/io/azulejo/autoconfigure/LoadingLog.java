package io.azulejo.autoconfigure;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.api.model.ModelDescriptor;

/** Tells in the log how far loading has come, every few seconds, and when it is done. */
final class LoadingLog implements LoadingListener {

    private static final Logger log = LoggerFactory.getLogger(LoadingLog.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

    private final long start = System.nanoTime();
    private long lastLine = start;

    @Override
    public synchronized void progress(String model, long bytesLoaded, long bytesTotal) {
        long now = System.nanoTime();
        if (now - lastLine >= PAUSE_NANOS) {
            lastLine = now;
            log.info("Loading {}: {} of {} MB", model, bytesLoaded >> 20, bytesTotal >> 20);
        }
    }

    void done(Backend backend) {
        ModelDescriptor model = backend.models().getFirst().descriptor();
        log.info("The model {} ({}, {} tokens) is ready after {} ms", model.id(), model.family(),
                model.contextLength(), Duration.ofNanos(System.nanoTime() - start).toMillis());
    }
}
