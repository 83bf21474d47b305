package io.azulejo.openai;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the server can serve, by asking it now and then for its models. That needs the address, the network and the key
 * to be right, and costs the server nothing.
 */
final class ServerHealth implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerHealth.class);

    private final String backend;
    private final Supplier<List<ServedModel>> listing;
    private final Semaphore wanted = new Semaphore(0);
    private final Thread checks;
    private volatile List<ServedModel> listed = List.of();
    private volatile @Nullable String problem;

    /** Asks once, and again at each interval until this is closed. */
    ServerHealth(String backend, Supplier<List<ServedModel>> listing, Duration interval) {
        this.backend = backend;
        this.listing = listing;
        check();
        this.checks = Thread.ofVirtual().name("azulejo-openai-health-" + backend).start(() -> run(interval));
    }

    /** What is wrong with the server, or null where it is well. */
    @Nullable
    String problem() {
        return problem;
    }

    /** The models that it listed when it last was well. */
    List<ServedModel> listed() {
        return listed;
    }

    /** Has it asked without waiting for the interval, as after an answer that the server was lost in. Does not block. */
    void checkSoon() {
        wanted.release();
    }

    private void run(Duration interval) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                boolean soon = wanted.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS);
                if (soon) {
                    wanted.drainPermits();
                }
                check();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void check() {
        String before = problem;
        try {
            listed = listing.get();
            problem = null;
            if (before != null) {
                LOG.info("The server of the backend {} is well again", backend);
            }
        } catch (RuntimeException e) {
            String now = ServerErrors.of(e).getMessage();
            problem = now;
            if (before == null) {
                LOG.warn("The server of the backend {} is not well: {}", backend, now);
            }
        }
    }

    @Override
    public void close() {
        checks.interrupt();
    }
}
