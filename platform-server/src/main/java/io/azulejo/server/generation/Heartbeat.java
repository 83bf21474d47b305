package io.azulejo.server.generation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.azulejo.server.database.OwnConnection;

/**
 * Tells the other instances, over and over, that this one is alive. On a connection and a thread of its own: an instance
 * that has much to do, so that everything else waits for the pool's connections and for a carrier of virtual threads, is
 * not dead.
 */
final class Heartbeat implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private final Instance instance;
    private final DataSource source;
    private final Duration every;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Connection current;

    private Heartbeat(Instance instance, DataSource source, Duration every) {
        this.instance = instance;
        this.source = source;
        this.every = every;
        this.thread = Thread.ofPlatform().name("heartbeat").daemon().unstarted(this::run);
    }

    static Heartbeat start(Instance instance, DataSource source, Duration every) {
        Heartbeat heartbeat = new Heartbeat(instance, source, every);
        heartbeat.thread.start();
        return heartbeat;
    }

    private void run() {
        boolean told = false;
        while (!closed) {
            try (Connection connection = OwnConnection.open(source, "azulejo-heartbeat", every.multipliedBy(3))) {
                current = connection;
                JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
                instance.beat(jdbc);
                if (told) {
                    log.info("This instance reaches the database again");
                    told = false;
                }
                while (pause()) {
                    instance.beat(jdbc);
                }
            } catch (SQLException | DataAccessException e) {
                if (!closed && !told) {
                    log.warn("This instance cannot tell the others that it is alive. If it cannot for long, they mark "
                            + "its answers as interrupted. Check that the database can be reached and has connections "
                            + "left.", e);
                    told = true;
                }
            } finally {
                current = null;
            }
            pause();
        }
    }

    /** False when the time has come to end. */
    private boolean pause() {
        try {
            Thread.sleep(every);
        } catch (InterruptedException _) {
            // Only close() interrupts, and says so by the field too.
        }
        return !closed;
    }

    /** Returns when no heartbeat can come any more. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Connection connection = current;
        if (connection != null) {
            try {
                // Not close(), which would wait for a statement that is under way.
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("The connection for heartbeats did not end well", e);
            }
        }
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
