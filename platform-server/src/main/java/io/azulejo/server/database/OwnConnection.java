package io.azulejo.server.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;

/** Connections apart from the pool, for work that lasts, or that must never wait for one. */
public final class OwnConnection {

    private OwnConnection() {}

    /**
     * Connects with the pool's settings. What the settings say of sockets and of the application's name goes before what
     * is asked for here.
     *
     * @param source where the database is; a pool tells its settings and lends no connection
     * @param name by which the database's administrator knows it
     * @param patience after how long an answer that does not come is an error; seconds, at least one
     */
    public static Connection open(DataSource source, String name, Duration patience) throws SQLException {
        if (!(source instanceof HikariDataSource pool) || pool.getJdbcUrl() == null) {
            return source.getConnection();
        }
        Properties settings = new Properties();
        settings.putAll(pool.getDataSourceProperties());
        String seconds = Long.toString(Math.max(1, patience.toSeconds()));
        settings.putIfAbsent("socketTimeout", seconds);
        settings.putIfAbsent("connectTimeout", seconds);
        settings.putIfAbsent("ApplicationName", name);
        if (pool.getUsername() != null) {
            settings.setProperty("user", pool.getUsername());
        }
        if (pool.getPassword() != null) {
            settings.setProperty("password", pool.getPassword());
        }
        return DriverManager.getConnection(pool.getJdbcUrl(), settings);
    }
}
