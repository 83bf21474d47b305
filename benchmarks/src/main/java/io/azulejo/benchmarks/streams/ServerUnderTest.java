package io.azulejo.benchmarks.streams;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.backend.BackendProvider;
import io.azulejo.benchmarks.CpuClock;
import io.azulejo.benchmarks.MissingException;
import io.azulejo.benchmarks.ProcessMemory;

/** The application from its jar, as people run it, with the paced backend as a plugin and the embedded PostgreSQL. */
final class ServerUnderTest implements AutoCloseable {

    private static final Path JAR = Path.of("platform-server", "target", "azulejo.jar");
    private static final Duration START = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final int port;
    private final Process process;
    private final Path postmaster;

    ServerUnderTest(Path work) throws IOException, InterruptedException, MissingException {
        if (!Files.exists(JAR)) {
            throw new MissingException(JAR + " is not there; run mvn -DskipTests package");
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        postmaster = work.resolve("data/postgresql/cluster/postmaster.pid");
        writePlugin(Files.createDirectories(work.resolve("plugins")).resolve("paced.jar"));
        process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED", "-jar", JAR.toString(), "--server.port=" + port,
                "--azulejo.data-directory=" + work.resolve("data"),
                "--azulejo.plugins.directory=" + work.resolve("plugins"),
                "--azulejo.backends.paced.type=" + PacedProvider.TYPE, "--azulejo.backends.paced.models.paced.any=1")
                .redirectErrorStream(true).redirectOutput(work.resolve("server.log").toFile()).start();
        awaitReady(work.resolve("server.log"));
    }

    private void awaitReady(Path log) throws IOException, InterruptedException, MissingException {
        long until = System.nanoTime() + START.toNanos();
        while (true) {
            if (!process.isAlive() || System.nanoTime() > until) {
                close();
                throw new MissingException("The server does not start; see " + log);
            }
            try {
                if (get("/actuator/health/readiness").statusCode() == 200) {
                    return;
                }
            } catch (IOException _) {
                // Not yet.
            }
            Thread.sleep(200);
        }
    }

    int port() {
        return port;
    }

    /** Asks for an answer of so many pieces. */
    String ask(int pieces, int millis) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(HttpRequest.newBuilder(uri("/api/v1/conversations"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + pieces + " " + millis + "\"}")).build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 202) {
            throw new IOException("The server answered " + response.statusCode() + ": " + response.body());
        }
        JsonNode accepted = json.readTree(response.body());
        return "/api/v1/generations/" + accepted.path("generation").asString() + "/events";
    }

    /** Transactions that stored pieces of answers so far. */
    double writes() throws IOException, InterruptedException {
        Matcher counter = Pattern.compile("(?m)^azulejo_generations_writes_total\\S* (\\S+)$")
                .matcher(get("/actuator/prometheus").body());
        return counter.find() ? Double.parseDouble(counter.group(1)) : 0;
    }

    /** Seconds of CPU of the application, or of its PostgreSQL. */
    double cpuSeconds(boolean database) {
        return database ? databaseSeconds() : CpuClock.seconds(process.pid());
    }

    /** PostgreSQL is not the application's child: it leaves it as it starts. */
    private double databaseSeconds() {
        try {
            long pid = Long.parseLong(Files.readAllLines(postmaster).getFirst().strip());
            return CpuClock.seconds(pid) + ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants)
                    .mapToDouble(each -> CpuClock.seconds(each.pid())).sum();
        } catch (IOException | NumberFormatException _) {
            return Double.NaN;
        }
    }

    double mebibytes() {
        return ProcessMemory.mebibytes(process.pid());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static void writePlugin(Path file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Plugin-Id", "paced");
        main.putValue("Plugin-Version", "1.0.0");
        String name = PacedProvider.class.getName();
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (String part : List.of("", "$PacedBackend", "$PacedModel")) {
                String entry = name.replace('.', '/') + part + ".class";
                jar.putNextEntry(new JarEntry(entry));
                try (InputStream in = PacedProvider.class.getClassLoader().getResourceAsStream(entry)) {
                    if (in == null) {
                        throw new IOException(entry + " is not on the class path");
                    }
                    in.transferTo(jar);
                }
            }
            jar.putNextEntry(new JarEntry("META-INF/services/" + BackendProvider.class.getName()));
            jar.write(name.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
