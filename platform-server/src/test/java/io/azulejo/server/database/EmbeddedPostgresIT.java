package io.azulejo.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The server of our own, started and stopped on one directory. */
class EmbeddedPostgresIT {

    private static final Path DIRECTORY = Path.of("target", "test-data", "postgres with space").toAbsolutePath();

    @BeforeAll
    static void clear() throws IOException {
        FileSystemUtils.deleteRecursively(DIRECTORY);
    }

    @AfterAll
    static void remove() throws IOException {
        FileSystemUtils.deleteRecursively(DIRECTORY);
    }

    @Test
    void serverWhenStartedAgainThenHasWhatWasStored() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(DIRECTORY)) {
            execute(server, "create table if not exists kept (value text)");
            execute(server, "insert into kept values ('«ü 漢 🧱»')");
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(DIRECTORY)) {
            assertThat(query(server, "select value from kept")).isEqualTo("«ü 漢 🧱»");
            assertThat(query(server, "show server_encoding")).isEqualTo("UTF8");
            assertThat(query(server, "select datlocale from pg_database where datname = 'azulejo'"))
                    .isEqualTo("C.UTF-8");
            assertThat(query(server, "show fsync")).isEqualTo("on");
            assertThat(query(server, "show listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void serverWhenAskedWithoutPasswordThenRefuses() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(DIRECTORY)) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), EmbeddedPostgres.USER, "guess"))
                    .isInstanceOf(SQLException.class).hasMessageContaining("password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(DIRECTORY.resolve("password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void directoryWhenInUseThenASecondServerIsToldWhoHasIt() {
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(DIRECTORY)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(DIRECTORY))
                    .isInstanceOfSatisfying(DataDirectoryInUseException.class, failure -> {
                        FailureAnalysis analysis = Objects
                                .requireNonNull(new DatabaseFailureAnalyzers.InUse().analyze(failure));
                        assertThat(analysis.getDescription()).contains(DIRECTORY.toString())
                                .contains("process " + ProcessHandle.current().pid());
                        assertThat(analysis.getAction()).contains("azulejo.data-directory");
                    });
        }
    }

    @Test
    void serverWhenItWasLeftBehindThenIsReplaced() throws IOException, SQLException {
        EmbeddedPostgres.start(DIRECTORY).close();
        Path cluster = DIRECTORY.resolve("cluster");
        PostgresPrograms programs = new PostgresPrograms(PostgresBinaries.unpackInto(DIRECTORY), DIRECTORY);
        programs.run("pg_ctl", "start", "-D", cluster.toString(), "-l", DIRECTORY.resolve("server.log").toString(),
                "-w");
        ProcessHandle leftOver = process(cluster);
        assertThat(leftOver.info().command()).isPresent();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(DIRECTORY)) {
            // Dead, though somebody may still have to collect it.
            assertThat(leftOver.info().command()).isEmpty();
            assertThat(query(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void pidFileWhenItsNumberIsAnotherProgramsNowThenThatIsLeftAlone() throws IOException, SQLException {
        EmbeddedPostgres.start(DIRECTORY).close();
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            Files.write(DIRECTORY.resolve("cluster/postmaster.pid"), List.of(Long.toString(other.pid()),
                    DIRECTORY.resolve("cluster").toString(), "1", "5432", "", "127.0.0.1", "", "ready   "));
            try (EmbeddedPostgres server = EmbeddedPostgres.start(DIRECTORY)) {
                assertThat(query(server, "select 1")).isEqualTo("1");
            }
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroy();
        }
    }

    @Test
    void serverWhenKilledThenRecoversAtTheNextStart() throws IOException, SQLException {
        EmbeddedPostgres killed = EmbeddedPostgres.start(DIRECTORY);
        execute(killed, "create table if not exists survived (value text)");
        execute(killed, "insert into survived values ('yes')");
        process(DIRECTORY.resolve("cluster")).destroyForcibly();
        killed.close();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(DIRECTORY)) {
            assertThat(query(server, "select value from survived")).isEqualTo("yes");
        }
    }

    @Test
    void folderWhenItCannotBeMadeThenTheFailureSaysWhatToDo() throws IOException {
        Path file = Files.createTempFile("azulejo", ".file");
        assertThatThrownBy(() -> EmbeddedPostgres.start(file.resolve("postgresql")))
                .isInstanceOfSatisfying(EmbeddedPostgresException.class, failure -> assertThat(
                        Objects.requireNonNull(new DatabaseFailureAnalyzers.Postgres().analyze(failure)).getAction())
                        .contains("spring.datasource.url"));
        Files.delete(file);
    }

    private static ProcessHandle process(Path cluster) throws IOException {
        long pid = Long.parseLong(Files.readAllLines(cluster.resolve("postmaster.pid")).getFirst().strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = connect(server); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), EmbeddedPostgres.USER, server.password());
    }
}
