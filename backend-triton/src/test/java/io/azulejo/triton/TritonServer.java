package io.azulejo.triton;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.demo.DemoModel;
import io.azulejo.tck.TinyCheckpoint;
import io.azulejo.triton.client.TritonClient;
import io.azulejo.triton.client.TritonException;

import static org.assertj.core.api.Assertions.fail;

/**
 * A real {@code tritonserver} with the models of {@code src/test/triton}, on free ports of the loopback interface. Where
 * it cannot be installed tests are skipped, loudly, but for {@code AZULEJO_REQUIRE_ALL_TESTS=true}.
 */
final class TritonServer implements AutoCloseable {

    private static final Path SCRIPTS = Path.of("src/test/triton").toAbsolutePath();
    private static final Path WORK = Path.of("target/triton").toAbsolutePath();
    private static final Path INSTALLATION = WORK.resolve("python");
    private static final Path REPOSITORY = WORK.resolve("repository");
    private static final Path STATE = WORK.resolve("state");

    private static @Nullable TritonServer shared;
    private static @Nullable String missing;
    private static Path demoCheckpoint = WORK;

    private final int port;
    private final Process process;

    private TritonServer(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** The server that tests share; it stops with the JVM. */
    static synchronized TritonServer shared() {
        if (shared == null) {
            TritonServer server = start(freePort());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            shared = server;
        }
        return shared;
    }

    /** A further server, at a port of its own, which the caller closes. */
    static TritonServer start(int port, String... arguments) {
        prepare();
        try {
            List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve("start").toString(),
                    INSTALLATION.toString(), REPOSITORY.toString(), String.valueOf(freePort()), String.valueOf(port),
                    String.valueOf(freePort())));
            command.addAll(Arrays.asList(arguments));
            Path log = WORK.resolve("server-" + port + ".log");
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
            return new TritonServer(port, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TritonServer awaitReady() {
        try (TritonClient client = TritonClient.builder(endpoint()).controlTimeout(Duration.ofSeconds(2)).build()) {
            awaitReady(client);
        }
        return this;
    }

    void awaitReady(TritonClient client) {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (Boolean.TRUE.equals(client.ready().block())) {
                    return;
                }
            } catch (TritonException _) {
                // Not there yet.
            }
            if (!process.isAlive()) {
                fail("tritonserver ended; see " + WORK.resolve("server-" + port + ".log"));
            }
            pause(50);
        }
        fail("tritonserver is not ready after three minutes");
    }

    /** Host and port of its gRPC interface. */
    String endpoint() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** The demo model's, once a server was started. */
    static Path demoCheckpoint() {
        return demoCheckpoint;
    }

    static Path tinyCheckpoint() {
        return WORK.resolve("tiny");
    }

    /** What a model has written down of its requests so far. */
    static List<JsonNode> events(String model) {
        Path file = STATE.resolve(model + ".jsonl");
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> JsonMapper.shared().readTree(line)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as a crash would, the processes of its models too. */
    void kill() {
        List<ProcessHandle> models = process.descendants().toList();
        process.destroyForcibly();
        models.forEach(ProcessHandle::destroyForcibly);
        await(process);
    }

    @Override
    public void close() {
        List<ProcessHandle> models = process.descendants().toList();
        process.destroy();
        if (!await(process)) {
            process.destroyForcibly();
        }
        models.forEach(ProcessHandle::destroyForcibly);
    }

    private static boolean await(Process process) {
        try {
            return process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void prepare() {
        if (missing == null) {
            missing = install();
        }
        if (!missing.isEmpty()) {
            String problem = "Triton Inference Server cannot be installed (" + missing + "). It was NOT tested.";
            if (Boolean.parseBoolean(System.getenv("AZULEJO_REQUIRE_ALL_TESTS"))) {
                fail(problem);
            }
            System.err.println("SKIPPED: " + problem);
            throw new TestAbortedException(problem);
        }
    }

    private static String install() {
        try {
            Files.createDirectories(STATE);
            String problem = run(SCRIPTS.resolve("install").toString(), INSTALLATION.toString());
            if (!problem.isEmpty()) {
                return problem;
            }
            TinyCheckpoint.write(tinyCheckpoint());
            demoCheckpoint = DemoModel.extractTo(WORK);
            problem = run(INSTALLATION.resolve("bin/python").toString(),
                    SCRIPTS.resolve("make_repository.py").toString(), REPOSITORY.toString(), "--checkpoint",
                    demoCheckpoint().toString(), "--tiny", tinyCheckpoint().toString(), "--state", STATE.toString());
            if (!problem.isEmpty()) {
                fail("The model repository cannot be made: " + problem);
            }
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** @return what went wrong, or nothing */
    private static String run(String... command) throws IOException {
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return run.waitFor() == 0 ? "" : output.isBlank() ? "exit status " + run.exitValue() : output.strip();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
