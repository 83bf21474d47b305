package io.azulejo.server.database;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Compares this machine's clock with the database's, again and again. */
@Component
class DatabaseClock implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(DatabaseClock.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration NOTABLE = Duration.ofSeconds(2);

    private final JdbcClient jdbc;
    private final Thread thread;

    DatabaseClock(JdbcClient jdbc) {
        this.jdbc = jdbc;
        compare();
        this.thread = Thread.ofVirtual().name("database-clock").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                try {
                    compare();
                } catch (RuntimeException e) {
                    log.debug("The database does not tell the time", e);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void compare() {
        long begun = System.nanoTime();
        Instant asked = Instant.now();
        Instant told = jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single().toInstant();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        Duration ahead = Duration.between(asked.plus(took.dividedBy(2)), told);
        Duration change = ahead.minus(DatabaseTime.ahead());
        // What is less than the answer took says nothing.
        if (change.abs().compareTo(took) > 0) {
            DatabaseTime.setAhead(ahead);
            if (change.abs().compareTo(NOTABLE) > 0) {
                log.warn(
                        "This machine's clock and the database's are {} s apart. All that is stored has the database's "
                                + "time; set the clocks right nonetheless, as logs and logins at providers go by this one.",
                        ahead.abs().toSeconds());
            }
        }
    }

    @Override
    public void destroy() {
        thread.interrupt();
    }
}
