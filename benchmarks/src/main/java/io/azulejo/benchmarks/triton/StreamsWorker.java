package io.azulejo.benchmarks.triton;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import com.sun.management.OperatingSystemMXBean;
import reactor.core.publisher.Flux;

import io.azulejo.triton.client.InferenceRequest;
import io.azulejo.triton.client.Tensor;
import io.azulejo.triton.client.TritonClient;

/**
 * Reads streams of small pieces and tells how long they took: {@code <endpoint> <pieces> <delay ms> <streams>...}. After
 * a warm-up it prints one line of figures for each number of streams.
 */
final class StreamsWorker {

    private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    private static final int WARM_UP_RUNS = 10;
    private static final int MOST_STREAMS = 64;

    private final TritonClient client;
    private final int pieces;
    private final int delayMillis;

    private StreamsWorker(TritonClient client, int pieces, int delayMillis) {
        this.client = client;
        this.pieces = pieces;
        this.delayMillis = delayMillis;
    }

    public static void main(String[] arguments) {
        try (TritonClient client = TritonClient.builder(arguments[0]).executor(Runnable::run).build()) {
            StreamsWorker worker = new StreamsWorker(client, Integer.parseInt(arguments[1]),
                    Integer.parseInt(arguments[2]));
            // A server runs for days: what its first seconds cost, when its code is compiled, is left out.
            for (int i = 0; i < WARM_UP_RUNS; i++) {
                worker.run(MOST_STREAMS);
            }
            for (String streams : Arrays.copyOfRange(arguments, 3, arguments.length)) {
                worker.measure(Integer.parseInt(streams));
            }
        }
    }

    private void measure(int streams) {
        run(streams);
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        List<long[]> arrivals = run(streams);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
        double[] first = arrivals.stream().mapToDouble(each -> (each[1] - each[0]) / 1e6).sorted().toArray();
        double[] gaps = arrivals.stream()
                .flatMapToDouble(
                        each -> IntStream.range(2, each.length).mapToDouble(i -> (each[i] - each[i - 1]) / 1e6))
                .sorted().toArray();
        System.out.println(String.format(Locale.ROOT,
                "{\"streams\": %d, \"pieces\": %d, \"first_ms\": %.3f, \"first_p99_ms\": %.3f, \"gap_ms\": %.3f,"
                        + " \"gap_p99_ms\": %.3f, \"seconds\": %.3f, \"cpu_seconds\": %.3f}",
                streams, streams * pieces, at(first, 0.5), at(first, 0.99), at(gaps, 0.5), at(gaps, 0.99), seconds,
                cpuSeconds));
    }

    /** For each stream when it was asked for, and when each piece came, in nanoseconds. */
    private List<long[]> run(int streams) {
        List<long[]> arrivals = new ArrayList<>();
        Flux.range(0, streams).flatMap(_ -> {
            long[] times = new long[pieces + 1];
            arrivals.add(times);
            InferenceRequest request = InferenceRequest.builder("echo_stream")
                    .input(Tensor.ofStrings("INPUT_BYTES", "piece"))
                    .input(Tensor.ofInts("count", pieces)).input(Tensor.ofInts("delay_ms", delayMillis)).build();
            times[0] = System.nanoTime();
            return client.stream(request).index((index, response) -> {
                times[Math.toIntExact(index) + 1] = System.nanoTime();
                return response.output("OUTPUT_BYTES").strings().getFirst();
            });
        }, streams).blockLast(Duration.ofMinutes(5));
        return arrivals;
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))];
    }
}
