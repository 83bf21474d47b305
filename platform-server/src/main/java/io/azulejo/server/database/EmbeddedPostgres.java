package io.azulejo.server.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL server of the application's own, on a directory that outlives it. The server listens on a free port of
 * the loopback address and asks for a password that lies beside the data, readable by its owner alone. What it has
 * acknowledged is on the disk.
 *
 * <p>The folder holds: {@code lock}, {@code password}, {@code cluster} (PostgreSQL's data), {@code server.log}, and the
 * unpacked programs.
 */
final class EmbeddedPostgres implements AutoCloseable {

    static final String USER = "azulejo";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String DATABASE = "azulejo";
    private static final int START_ATTEMPTS = 5;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    private static final String SETTINGS = """
            # Written by Azulejo at each start.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 50
            jit = off
            timezone = 'UTC'
            log_timezone = 'UTC'
            """;

    private final Path cluster;
    private final Path serverLog;
    private final PostgresPrograms programs;
    private final DataDirectoryLock lock;
    private final String password;
    private int port;

    private EmbeddedPostgres(Path directory, PostgresPrograms programs, DataDirectoryLock lock, String password) {
        this.cluster = directory.resolve("cluster");
        this.serverLog = directory.resolve("server.log");
        this.programs = programs;
        this.lock = lock;
        this.password = password;
    }

    /**
     * Starts the server; makes its data on the first start.
     *
     * @param directory a folder for the server alone; need not exist
     * @throws DataDirectoryInUseException where another application runs on the folder
     * @throws EmbeddedPostgresException where the server cannot run
     */
    static EmbeddedPostgres start(Path directory) {
        try {
            Files.createDirectories(directory);
            Path home = directory.toRealPath();
            DataDirectoryLock lock = DataDirectoryLock.acquire(home);
            try {
                PostgresPrograms programs = new PostgresPrograms(PostgresBinaries.unpackInto(home), home);
                EmbeddedPostgres server = new EmbeddedPostgres(home, programs, lock, password(home));
                server.start();
                return server;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException(e.getMessage() == null ? e.toString() : e.getMessage(),
                    "See " + directory.resolve("server.log") + ", check that the folder can be written, or set "
                            + "spring.datasource.url to a PostgreSQL that runs elsewhere.",
                    e);
        }
    }

    String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    String password() {
        return password;
    }

    int port() {
        return port;
    }

    private void start() throws IOException {
        initialise();
        ServerProcess.stopLeftOver(cluster, programs);
        if (Files.exists(serverLog)) {
            Files.move(serverLog, serverLog.resolveSibling("server.previous.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        startProcess();
        try {
            createDatabase();
        } catch (SQLException e) {
            close();
            throw new IOException("The server started but does not answer: " + e.getMessage(), e);
        }
        log.info("PostgreSQL runs in {} on port {}", cluster.getParent(), port);
    }

    private void initialise() throws IOException {
        if (Files.exists(cluster)) {
            return;
        }
        Path unfinished = cluster.resolveSibling("cluster.unfinished");
        FileSystemUtils.deleteRecursively(unfinished);
        programs.run("initdb", "-D", unfinished.toString(), "-U", USER, "-A", "scram-sha-256", "--pwfile",
                cluster.resolveSibling("password").toString(), "-E", "UTF8", "--locale", "C", "--locale-provider",
                "builtin", "--builtin-locale", "C.UTF-8", "--no-instructions");
        Path configuration = unfinished.resolve("postgresql.conf");
        Files.writeString(configuration, Files.readString(configuration) + "\ninclude = 'azulejo.conf'\n");
        Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    private void startProcess() throws IOException {
        for (int attempt = 1;; attempt++) {
            port = freePort();
            Files.writeString(cluster.resolve("azulejo.conf"), SETTINGS + "port = " + port + "\n");
            PostgresPrograms.Result result = programs.tryRun("pg_ctl", "start", "-D", cluster.toString(), "-l",
                    serverLog.toString(), "-w", "-t", "60");
            if (result.exitCode() == 0) {
                return;
            }
            // Somebody may have taken the port, or processes of a killed server may still be on their way out.
            if (attempt == START_ATTEMPTS) {
                throw new IOException(result.output().strip() + " " + lastLines());
            }
            pause();
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.exists(serverLog) ? Files.readAllLines(serverLog) : List.of();
        return String.join(" ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the server started", e);
        }
    }

    private void createDatabase() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl("postgres"));
        source.setUser(USER);
        source.setPassword(password);
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            boolean exists;
            try (ResultSet found = statement
                    .executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                exists = found.next();
            }
            if (!exists) {
                statement.executeUpdate("create database " + DATABASE);
            }
        }
    }

    private static String password(Path directory) throws IOException {
        Path file = directory.resolve("password");
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Path unfinished = directory.resolve("password.unfinished");
            Files.deleteIfExists(unfinished);
            Files.createFile(unfinished);
            if (PostgresBinaries.isPosix(unfinished)) {
                Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(unfinished, HexFormat.of().formatHex(random));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    /** Stops the server; what it has acknowledged stays. */
    @Override
    public void close() {
        try (lock) {
            ServerProcess.stop(cluster, programs);
            log.info("PostgreSQL in {} stopped", cluster.getParent());
        } catch (IOException e) {
            log.warn("PostgreSQL in {} did not stop; the next start will see to it", cluster.getParent(), e);
        }
    }
}
