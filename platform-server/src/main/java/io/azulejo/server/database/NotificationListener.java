package io.azulejo.server.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what is told on one of PostgreSQL's channels, on a connection of its own and a virtual thread of its own. A
 * connection that breaks is replaced. What is told meanwhile is lost, so nobody may depend on hearing it.
 */
public final class NotificationListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NotificationListener.class);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);
    private static final int WAIT_MILLIS = 5_000;

    private final DataSource source;
    private final String channel;
    private final Consumer<String> heard;
    private final Runnable connected;
    private volatile boolean listening;
    private volatile boolean closed;
    private volatile @Nullable Connection current;

    /**
     * Begins to listen.
     *
     * @param source where the database is; a pool tells its settings and lends no connection
     * @param heard is given each payload
     * @param connected is run whenever listening begins, also after a pause in which payloads were lost
     */
    public NotificationListener(DataSource source, String channel, Consumer<String> heard, Runnable connected) {
        this.source = source;
        this.channel = channel;
        this.heard = heard;
        this.connected = connected;
        Thread.ofVirtual().name("listen-" + channel).start(this::run);
    }

    /** Whether payloads are heard at this time, as far as is known. */
    public boolean isListening() {
        return listening;
    }

    private void run() {
        boolean told = false;
        while (!closed) {
            try (Connection connection = connect()) {
                current = connection;
                if (told) {
                    log.info("Hears notifications of the database again");
                    told = false;
                }
                listen(connection);
            } catch (SQLException e) {
                if (!closed && !told) {
                    log.warn("Hears no notifications of the database and looks there more often instead, until it "
                            + "can connect again: {}", e.getMessage());
                    told = true;
                }
            } finally {
                listening = false;
                current = null;
            }
            pause();
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + channel);
        }
        listening = true;
        connected.run();
        PGConnection notifying = connection.unwrap(PGConnection.class);
        while (!closed) {
            PGNotification[] notifications = notifying.getNotifications(WAIT_MILLIS);
            if (notifications == null || notifications.length == 0) {
                askForLife(connection);
                continue;
            }
            for (PGNotification notification : notifications) {
                heard.accept(notification.getParameter());
            }
        }
    }

    /** A connection that was cut silently is told from one on which nothing is said. */
    private static void askForLife(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(WAIT_MILLIS / 1000);
            statement.execute("select 1");
        }
    }

    private Connection connect() throws SQLException {
        if (!(source instanceof HikariDataSource pool) || pool.getJdbcUrl() == null) {
            return source.getConnection();
        }
        Properties settings = new Properties();
        settings.putAll(pool.getDataSourceProperties());
        settings.putIfAbsent("socketTimeout", "15");
        settings.putIfAbsent("connectTimeout", "5");
        settings.putIfAbsent("ApplicationName", "azulejo-notifications");
        if (pool.getUsername() != null) {
            settings.setProperty("user", pool.getUsername());
        }
        if (pool.getPassword() != null) {
            settings.setProperty("password", pool.getPassword());
        }
        return DriverManager.getConnection(pool.getJdbcUrl(), settings);
    }

    private void pause() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        Connection connection = current;
        if (connection != null) {
            try {
                // Not close(), which would wait for the thread that listens.
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("The connection for notifications did not end well", e);
            }
        }
    }
}
