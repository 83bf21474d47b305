package io.azulejo.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process that serves a cluster, found by the file in which PostgreSQL notes it. */
final class ServerProcess {

    private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);
    private static final String SECONDS = "30";

    private ServerProcess() {}

    /**
     * Ends what an application left behind when it was killed: a server that still runs, or the trace of one. Only while
     * the directory's lock is held: a server found then belongs to nobody who lives.
     */
    static void stopLeftOver(Path cluster, PostgresPrograms programs) throws IOException {
        Optional<ProcessHandle> process = find(cluster);
        if (process.isPresent()) {
            log.info("Stopping PostgreSQL process {}, left behind on {}", process.get().pid(), cluster);
            stop(cluster, programs);
        } else if (Files.deleteIfExists(cluster.resolve("postmaster.pid"))) {
            // The number may meanwhile be another program's, which PostgreSQL itself cannot tell from a server.
            log.info("PostgreSQL on {} was not stopped in order; it recovers now", cluster);
        }
    }

    /** Stops the server that runs on the cluster, if one does. */
    static void stop(Path cluster, PostgresPrograms programs) throws IOException {
        if (find(cluster).isEmpty()) {
            return;
        }
        PostgresPrograms.Result stopped = programs.tryRun("pg_ctl", "stop", "-D", cluster.toString(), "-m", "fast",
                "-w",
                "-t", SECONDS);
        if (stopped.exitCode() != 0 && find(cluster).isPresent()) {
            log.warn("PostgreSQL on {} takes too long to stop; it will recover at its next start", cluster);
            programs.run("pg_ctl", "stop", "-D", cluster.toString(), "-m", "immediate", "-w", "-t", SECONDS);
        }
    }

    private static Optional<ProcessHandle> find(Path cluster) throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        Optional<ProcessHandle> process = process(pidFile);
        return process.isPresent() && servesCluster(process.get(), cluster) ? process : Optional.empty();
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
