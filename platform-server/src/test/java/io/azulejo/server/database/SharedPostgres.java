package io.azulejo.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.FileSystemUtils;

/** A PostgreSQL that several instances of the application share, on an empty directory. */
public final class SharedPostgres implements AutoCloseable {

    private final Path directory;
    private final EmbeddedPostgres server;

    private SharedPostgres(Path directory) {
        this.directory = directory;
        this.server = EmbeddedPostgres.start(directory);
    }

    public static SharedPostgres start(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
            return new SharedPostgres(directory.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an instance has to be told, as arguments. */
    public List<String> arguments() {
        return List.of("--spring.datasource.url=" + server.jdbcUrl(),
                "--spring.datasource.username=" + EmbeddedPostgres.USER,
                "--spring.datasource.password=" + server.password());
    }

    /** The first column of the rows. */
    public List<String> query(String sql) {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), EmbeddedPostgres.USER,
                server.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), EmbeddedPostgres.USER,
                server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Cuts all other connections; tells how many. */
    public int cutConnections() {
        return query("select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' "
                + "and pid <> pg_backend_pid()").size();
    }

    /** Ends the server as a crash would and starts it again on the same port. */
    public void crash() {
        try {
            new PostgresPrograms(PostgresBinaries.unpackInto(directory), directory).run("pg_ctl", "restart", "-m",
                    "immediate", "-D", directory.resolve("cluster").toString(), "-l",
                    directory.resolve("server.log").toString(), "-w", "-t", "30");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
