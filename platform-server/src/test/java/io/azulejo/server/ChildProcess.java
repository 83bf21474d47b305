package io.azulejo.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A server in a JVM of its own, for as long as a test needs it. */
public final class ChildProcess {

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration ANSWER = Duration.ofSeconds(50);

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a JVM.
     *
     * @param log gets what it prints
     * @param arguments options, class and what the class takes
     */
    public static ChildProcess start(Path log, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ChildProcess(builder.start(), log);
    }

    /** A port that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until an address is served with 200. */
    public void awaitStart(URI address) throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            long until = System.nanoTime() + START.toNanos();
            while (!isServed(http, address)) {
                assertThat(process.isAlive()).as(() -> "The process ended:\n" + output()).isTrue();
                assertThat(System.nanoTime()).as(() -> "The process does not start:\n" + output()).isLessThan(until);
                Thread.sleep(100);
            }
        }
    }

    private static boolean isServed(HttpClient http, URI address) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWER).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    public Process process() {
        return process;
    }

    /** What it has printed. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Asks it to end, and waits until it has. */
    public void stop() {
        process.destroy();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
