package io.azulejo.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that is spoken to in lines. It runs on the first cores only, as many as threads are measured, and what it
 * says on standard error goes to a file.
 */
final class ChildProcess implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Process process;
    private final Writer in;
    private final LinkedBlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private ChildProcess(Process process) {
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::read);
    }

    static ChildProcess start(List<String> command, Map<String, String> environment, Path log, int threads) {
        List<String> pinned = new ArrayList<>();
        if (onPath("taskset")) {
            pinned.addAll(List.of("taskset", "-c", "0-" + (threads - 1)));
        }
        pinned.addAll(command);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(pinned).redirectError(log.toFile());
            builder.environment().putAll(environment);
            return new ChildProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean onPath(String program) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException _) {
            // It ended; the reader of the lines is told so below.
        }
        lines.add(Optional.empty());
    }

    void send(String line) throws MissingException {
        try {
            in.write(line + "\n");
            in.flush();
        } catch (IOException _) {
            throw new MissingException("it ended");
        }
    }

    /** The next line; throws where the process ended or takes too long, which ends it. */
    String line(Duration limit) throws MissingException {
        Optional<String> line = nextLine(limit);
        return line.orElseThrow(() -> new MissingException("it ended with status " + status()));
    }

    /** All lines up to the process's end. */
    List<String> remainingLines(Duration limit) throws MissingException {
        long deadline = System.nanoTime() + limit.toNanos();
        List<String> all = new ArrayList<>();
        while (true) {
            Optional<String> line = nextLine(Duration.ofNanos(deadline - System.nanoTime()));
            if (line.isEmpty()) {
                return all;
            }
            all.add(line.get());
        }
    }

    private Optional<String> nextLine(Duration limit) throws MissingException {
        try {
            Optional<String> line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                close();
                throw new MissingException("it took longer than " + limit.toSeconds() + " s");
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MissingException("interrupted");
        }
    }

    /** The exit status, once there is one. */
    int status() {
        try {
            return process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Closes its standard input, on which a worker ends, and ends it where that does not help. */
    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException _) {
            // It has ended already.
        }
        if (status() < 0) {
            destroy();
        }
    }

    /** Ends it and what it started, without waiting for it to see its input closed. */
    void destroy() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (status() < 0) {
            process.destroyForcibly();
        }
    }
}
