package io.azulejo.server.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Runs PostgreSQL's own programs, without regard to the caller's PATH and {@code PG*} variables. PostgreSQL refuses to
 * run as root, so for root the programs run in a user namespace of their own, where they are nobody.
 */
final class PostgresPrograms {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final List<Path> UNSHARE = List.of(Path.of("/usr/bin/unshare"), Path.of("/bin/unshare"));

    private final Path home;
    private final Path scratch;
    private final boolean root;

    /**
     * @param home the folder with {@code bin}
     * @param scratch a folder for the programs' output
     */
    PostgresPrograms(Path home, Path scratch) {
        this.home = home;
        this.scratch = scratch;
        this.root = "root".equals(System.getProperty("user.name")) && PostgresBinaries.isPosix(home);
    }

    /** @return what the program wrote */
    String run(String program, String... arguments) throws IOException {
        Result result = tryRun(program, arguments);
        if (result.exitCode() != 0) {
            throw new IOException(program + " failed: " + result.output().strip());
        }
        return result.output();
    }

    Result tryRun(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (root) {
            command.addAll(List.of(unshare(), "--user", "--"));
        }
        String suffix = System.getProperty("os.name").startsWith("Windows") ? ".exe" : "";
        command.add(home.resolve("bin").resolve(program + suffix).toString());
        command.addAll(List.of(arguments));
        // To a file, not a pipe: a server that pg_ctl starts would hold the pipe open.
        Path output = Files.createTempFile(scratch, program, ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " did not end within " + TIMEOUT.toSeconds() + " s");
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + program + " ran", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String unshare() {
        @Nullable
        Path found = UNSHARE.stream().filter(Files::isExecutable).findFirst().orElse(null);
        if (found == null) {
            throw new EmbeddedPostgresException("PostgreSQL does not run as root, and this system has no "
                    + UNSHARE.getFirst() + " to lend it another user.",
                    "Start Azulejo as an ordinary user, or set "
                            + "spring.datasource.url to a PostgreSQL that runs elsewhere.",
                    null);
        }
        return found.toString();
    }

    /**
     * @param exitCode 0 where the program did its work
     * @param output what it wrote to standard output and standard error
     */
    record Result(int exitCode, String output) {}
}
