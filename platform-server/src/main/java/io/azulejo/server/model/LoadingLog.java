package io.azulejo.server.model;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.LoadingListener;

/** Tells in the log how far loading has come: at tenths, but not more often than once a second, and at the end. */
final class LoadingLog implements LoadingListener {

    private static final Logger log = LoggerFactory.getLogger(LoadingLog.class);
    private static final int STEPS = 10;
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final String backend;
    private final long start = System.nanoTime();
    private final Map<String, Integer> stepOfModel = new HashMap<>();
    private long lastLine = start;

    LoadingLog(String backend) {
        this.backend = backend;
    }

    @Override
    public synchronized void progress(String model, long bytesLoaded, long bytesTotal) {
        int step = bytesTotal <= 0 ? STEPS : (int) (STEPS * Math.min(bytesLoaded, bytesTotal) / bytesTotal);
        long now = System.nanoTime();
        if (step > stepOfModel.getOrDefault(model, 0) && now - lastLine >= PAUSE_NANOS) {
            stepOfModel.put(model, step);
            lastLine = now;
            log.info("Loading {}: {} % ({} of {}) after {}", model, 100 / STEPS * step, bytes(bytesLoaded),
                    bytes(bytesTotal), seconds());
        }
    }

    void done(Backend loaded) {
        log.info("Backend {} is ready after {}; models: {}", backend, seconds(),
                String.join(", ", loaded.models().stream().map(LoadingLog::describe).toList()));
    }

    private static String describe(BackendModel model) {
        return model.descriptor().id() + " (" + model.descriptor().family() + ", "
                + model.descriptor().contextLength() + " tokens)";
    }

    private String seconds() {
        return since(start);
    }

    static String since(long start) {
        return String.format(Locale.ROOT, "%.1f s", Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0);
    }

    private static String bytes(long bytes) {
        if (bytes < 1L << 20) {
            return bytes / 1024 + " KB";
        }
        return bytes < 10L << 30 ? (bytes >> 20) + " MB" : (bytes >> 30) + " GB";
    }
}
