package io.azulejo.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The application as a process of its own with a scripted backend, always at the same address. */
public final class ApplicationProcess implements AutoCloseable {

    private final int port = ChildProcess.freePort();
    private final Path log;
    private @Nullable ChildProcess running;

    public ApplicationProcess(String name) {
        log = Path.of("target", name + ".out");
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Starts it on a data directory, and waits until it answers. */
    public Process start(Path data) throws IOException, InterruptedException {
        ChildProcess child = ChildProcess.start(log, List.of("--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), "io.azulejo.server.AzulejoApplication",
                "--server.port=" + port, "--azulejo.data-directory=" + data,
                "--azulejo.generations.drain=1s", "--azulejo.backends.scripted.type=scripted",
                "--azulejo.backends.scripted.models.scripted.max-pictures=4"), Map.of());
        running = child;
        child.awaitStart(uri("/api/v1/conversations"));
        return child.process();
    }

    @Override
    public void close() {
        if (running != null) {
            running.stop();
        }
    }
}
