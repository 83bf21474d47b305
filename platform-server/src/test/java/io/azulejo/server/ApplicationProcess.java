package io.azulejo.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** The application as a process of its own with a scripted backend, always at the same address. */
public final class ApplicationProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = freePort();
    private final Path log;
    private @Nullable Process running;

    public ApplicationProcess(String name) {
        log = Path.of("target", name + ".out");
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Starts it on a data directory, and waits until it answers. */
    public Process start(Path data) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), "io.azulejo.server.AzulejoApplication",
                "--server.port=" + port, "--azulejo.data-directory=" + data,
                "--azulejo.generations.drain=1s", "--azulejo.backends.scripted.type=scripted",
                "--azulejo.backends.scripted.models.scripted.max-pictures=4")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.to(log.toFile())).start();
        running = process;
        long until = System.nanoTime() + START.toNanos();
        while (!isUp()) {
            assertThat(process.isAlive()).as(() -> "The application ended:\n" + output()).isTrue();
            assertThat(System.nanoTime()).as(() -> "The application does not start:\n" + output()).isLessThan(until);
            Thread.sleep(100);
        }
        return process;
    }

    @Override
    public void close() {
        if (running != null) {
            running.destroy();
            running.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    private boolean isUp() throws IOException, InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(uri("/api/v1/conversations")).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (ConnectException _) {
            return false;
        }
    }

    private String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
