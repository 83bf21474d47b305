package io.azulejo.benchmarks.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

import io.azulejo.benchmarks.MissingException;
import io.azulejo.benchmarks.Samples;

/**
 * {@code benchmarks/run streams}: one server, many readers that wait and many that are written to, over HTTP on loopback.
 * Printed is how old pieces are when they arrive, and what the server takes. Readers, server and database share the
 * machine.
 */
public final class StreamsBenchmark {

    private static final int IDLE = 2000;
    private static final int SILENT_ANSWERS = 20;
    private static final int STREAMING = 300;
    private static final int[] PACES = {250, 50};
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(30);

    private final ServerUnderTest server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<StreamReader> idle = new ArrayList<>();

    private StreamsBenchmark(ServerUnderTest server) {
        this.server = server;
    }

    public static void main(String[] arguments) throws Exception {
        Path work = Files.createTempDirectory("azulejo-streams");
        try (ServerUnderTest server = new ServerUnderTest(work)) {
            new StreamsBenchmark(server).run();
        } catch (MissingException e) {
            System.err.println(e.reason());
            System.exit(1);
        }
        System.exit(0); // The readers' threads are let go.
    }

    private void run() throws Exception {
        System.out.printf(Locale.ROOT, "The server alone: %.0f MiB%n", server.mebibytes());
        for (int i = 0; i < SILENT_ANSWERS; i++) {
            String path = server.ask(1, 3_600_000);
            for (int reader = 0; reader < IDLE / SILENT_ANSWERS; reader++) {
                idle.add(open(path));
            }
        }
        Thread.sleep(WARM_UP.toMillis());
        double cpu = server.cpuSeconds(false);
        Thread.sleep(MEASURED.toMillis());
        System.out.printf(Locale.ROOT, "%d readers that wait: %.0f MiB, %.3f cores%n", IDLE, server.mebibytes(),
                (server.cpuSeconds(false) - cpu) / MEASURED.toSeconds());
        System.out.println(
                """

                        | 300 answers, a piece each | events | event: p50 | p99 | piece: p50 | p99 | writes a second | server | \
                        PostgreSQL | memory |
                        | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |""");
        for (int pace : PACES) {
            measure(pace);
        }
        long waiting = idle.stream().filter(StreamReader::isAnswered).count();
        System.out.printf(Locale.ROOT, "%nOf %d readers that waited the server answered %d.%n",
                IDLE, waiting);
    }

    private void measure(int millis) throws Exception {
        int pieces = (int) (WARM_UP.plus(MEASURED).toMillis() * 2 / millis);
        List<Future<StreamReader>> opened = new ArrayList<>();
        for (int i = 0; i < STREAMING; i++) {
            opened.add(threads.submit(() -> open(server.ask(pieces, millis))));
        }
        List<StreamReader> readers = new ArrayList<>();
        for (Future<StreamReader> reader : opened) {
            readers.add(reader.get());
        }
        Thread.sleep(WARM_UP.toMillis());
        double written = server.writes();
        double cpu = server.cpuSeconds(false);
        double database = server.cpuSeconds(true);
        readers.forEach(reader -> reader.record(true));
        Thread.sleep(MEASURED.toMillis());
        readers.forEach(reader -> reader.record(false));
        double seconds = MEASURED.toSeconds();
        Samples events = ages(readers, StreamReader::events);
        Samples each = ages(readers, StreamReader::pieces);
        System.out.printf(Locale.ROOT,
                "| %d ms | %d | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %.0f | %.2f cores | %.2f cores | %.0f MiB |%n",
                millis, events.values().size(), events.median(), events.percentile(0.99), each.median(),
                each.percentile(0.99), (server.writes() - written) / seconds,
                (server.cpuSeconds(false) - cpu) / seconds, (server.cpuSeconds(true) - database) / seconds,
                server.mebibytes());
        for (StreamReader reader : readers) {
            reader.close();
        }
        // What is left of the answers comes to its end before the next measurement.
        Thread.sleep(WARM_UP.plus(MEASURED).toMillis());
    }

    /** In milliseconds. */
    private static Samples ages(List<StreamReader> readers, Function<StreamReader, List<Long>> which) {
        return new Samples(
                readers.stream().flatMap(reader -> which.apply(reader).stream()).map(nanos -> nanos / 1e6).toList());
    }

    private StreamReader open(String path) throws IOException {
        StreamReader reader = new StreamReader(server.port(), path);
        threads.execute(reader);
        return reader;
    }
}
