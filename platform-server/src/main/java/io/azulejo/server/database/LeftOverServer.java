package io.azulejo.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server process that an application left behind when it was killed. Only looked for while this application holds the
 * directory's lock: a server found then belongs to nobody who lives.
 */
final class LeftOverServer {

    private static final Logger log = LoggerFactory.getLogger(LeftOverServer.class);

    private LeftOverServer() {}

    /** Stops a server that runs on the cluster, or removes the trace of one that is gone. */
    static void stop(Path cluster, PostgresPrograms programs) throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> process = process(pidFile);
        if (process.isPresent() && servesCluster(process.get(), cluster)) {
            log.info("Stopping PostgreSQL process {}, left behind on {}", process.get().pid(), cluster);
            PostgresPrograms.Result stopped = programs.tryRun("pg_ctl", "stop", "-D", cluster.toString(), "-m", "fast",
                    "-w", "-t", "20");
            if (stopped.exitCode() != 0 && process.get().isAlive()) {
                programs.run("pg_ctl", "stop", "-D", cluster.toString(), "-m", "immediate", "-w", "-t", "20");
            }
        } else {
            // The number may meanwhile be another program's, which PostgreSQL itself cannot tell from a server.
            log.info("PostgreSQL on {} was not stopped in order; it recovers now", cluster);
            Files.deleteIfExists(pidFile);
        }
    }

    private static Optional<ProcessHandle> process(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(ProcessHandle::isAlive);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** A server's working directory is its cluster; where that cannot be seen, its command line names it. */
    private static boolean servesCluster(ProcessHandle process, Path cluster) throws IOException {
        String command = process.info().command().orElse("");
        if (!command.endsWith("postgres") && !command.endsWith("postgres.exe")) {
            return false;
        }
        Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
        if (Files.exists(workingDirectory)) {
            return Files.isSameFile(workingDirectory, cluster);
        }
        String[] arguments = process.info().arguments().orElse(new String[0]);
        return Arrays.asList(arguments).contains(cluster.toString());
    }
}
