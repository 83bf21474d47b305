package io.azulejo.benchmarks.triton;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.demo.DemoModel;
import io.azulejo.triton.client.TritonClient;
import io.azulejo.triton.client.TritonException;

/**
 * {@code benchmarks/run triton}: both clients read streams of a real server, round about, each in a process of its own;
 * ratios of what they took are printed.
 */
public final class TritonBenchmark {

    private static final int ROUNDS = 3;
    private static final List<String> STREAMS = List.of("1", "16", "64");
    private static final String PIECES = "100";
    private static final String DELAY_MILLIS = "20";

    private final Path scripts = Path.of("backend-triton", "src", "test", "triton").toAbsolutePath();
    private final Path work = Path.of(System.getProperty("user.home"), ".cache", "azulejo-benchmarks", "triton");
    private final Path python = work.resolve("python");

    private TritonBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new TritonBenchmark().run();
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectories(work);
        command(scripts.resolve("install").toString(), python.toString());
        Path checkpoint = DemoModel.extractTo(work);
        command(python.resolve("bin/python").toString(), scripts.resolve("make_repository.py").toString(),
                work.resolve("repository").toString(), "--checkpoint", checkpoint.toString(), "--state",
                Files.createDirectories(work.resolve("state")).toString());
        int port = freePort();
        Process server = new ProcessBuilder(scripts.resolve("start").toString(), python.toString(),
                work.resolve("repository").toString(), String.valueOf(freePort()), String.valueOf(port),
                String.valueOf(freePort()), "--load-model=echo_stream").redirectErrorStream(true)
                .redirectOutput(work.resolve("server.log").toFile()).start();
        try {
            awaitReady(server, "127.0.0.1:" + port);
            print(measure("127.0.0.1:" + port));
        } finally {
            List<ProcessHandle> models = server.descendants().toList();
            server.destroy();
            server.waitFor();
            models.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private Map<String, List<JsonNode>> measure(String endpoint) throws IOException, InterruptedException {
        List<String> common = new ArrayList<>(List.of(endpoint, PIECES, DELAY_MILLIS));
        common.addAll(STREAMS);
        List<String> ours = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                StreamsWorker.class.getName()));
        List<String> theirs = new ArrayList<>(List.of(python.resolve("bin/python").toString(),
                Path.of("benchmarks", "peers", "triton_streams.py").toAbsolutePath().toString()));
        ours.addAll(common);
        theirs.addAll(common);
        Map<String, List<JsonNode>> figures = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            collect("Azulejo", command(ours.toArray(String[]::new)), figures);
            collect("tritonclient.grpc.aio", command(theirs.toArray(String[]::new)), figures);
        }
        return figures;
    }

    private static void collect(String name, String output, Map<String, List<JsonNode>> figures) {
        output.lines().filter(line -> line.startsWith("{")).map(line -> JsonMapper.shared().readTree(line))
                .forEach(line -> figures.computeIfAbsent(name + " " + line.path("streams").asInt(),
                        _ -> new ArrayList<>()).add(line));
    }

    private static void print(Map<String, List<JsonNode>> figures) {
        System.out.printf(Locale.ROOT, "%nMedians of %d rounds, %s pieces a stream, one each %s ms.%n%n", ROUNDS,
                PIECES,
                DELAY_MILLIS);
        System.out.println("| streams | first piece, ms | ratio | piece to piece, p99 ms | ratio"
                + " | pieces per second of the client's CPU | ratio |");
        System.out.println("| ---: | --- | ---: | --- | ---: | --- | ---: |");
        for (String streams : STREAMS) {
            List<JsonNode> ours = figures.getOrDefault("Azulejo " + streams, List.of());
            List<JsonNode> theirs = figures.getOrDefault("tritonclient.grpc.aio " + streams, List.of());
            double first = median(ours, "first_ms");
            double theirFirst = median(theirs, "first_ms");
            double gap = median(ours, "gap_p99_ms");
            double theirGap = median(theirs, "gap_p99_ms");
            double rate = median(ours, "pieces") / median(ours, "cpu_seconds");
            double theirRate = median(theirs, "pieces") / median(theirs, "cpu_seconds");
            System.out.printf(Locale.ROOT, "| %s | %.2f / %.2f | %.2f | %.2f / %.2f | %.2f | %.0f / %.0f | %.2f |%n",
                    streams, first, theirFirst, first / theirFirst, gap, theirGap, gap / theirGap, rate, theirRate,
                    rate / theirRate);
        }
    }

    private static double median(List<JsonNode> figures, String name) {
        double[] sorted = figures.stream().mapToDouble(figure -> figure.path(name).asDouble()).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    private static void awaitReady(Process server, String endpoint) throws InterruptedException {
        try (TritonClient client = TritonClient.builder(endpoint).build()) {
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (server.isAlive() && System.nanoTime() < deadline) {
                try {
                    if (Boolean.TRUE.equals(client.ready("echo_stream", "").block())) {
                        return;
                    }
                } catch (TritonException _) {
                    // Not there yet.
                }
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException("The server did not start");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String command(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(Arrays.toString(command) + " ended with status " + process.exitValue());
        }
        return output;
    }
}
