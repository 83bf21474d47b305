package io.azulejo.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * llama.cpp by its own benchmark programs, started anew for each piece of work: {@code llama-bench} for one sequence,
 * {@code llama-batched-bench} for several. Text only.
 */
final class LlamaCpp implements Contender {

    static final String NAME = "llama.cpp";

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Workplace workplace;
    private final Path model;
    private final int threads;
    private final double loadSeconds;
    private double peakMebibytes;
    private String version = "";

    private LlamaCpp(Workplace workplace, Path model, int threads) throws MissingException {
        this.workplace = workplace;
        this.model = model;
        this.threads = threads;
        long start = System.nanoTime();
        bench("-p", "0", "-n", "1", "--no-warmup");
        // From the start of the process to its first token: it has no load to time alone.
        this.loadSeconds = (System.nanoTime() - start) / 1e9;
    }

    static LlamaCpp start(Workplace workplace, ModelShape shape, Precision precision, int threads)
            throws MissingException {
        for (String program : List.of("llama-bench", "llama-batched-bench")) {
            Workplace.require(workplace.llamaCpp(program), "run benchmarks/peers/setup");
        }
        return new LlamaCpp(workplace, Workplace.require(workplace.gguf(shape, precision.llamaCpp()),
                "run benchmarks/peers/setup"), threads);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public double loadSeconds() {
        return loadSeconds;
    }

    @Override
    public Map<String, Double> run(Work work, int seed) throws MissingException {
        return switch (work.measure()) {
            case "decode" -> Map.of("decode", rate(bench("-p", "0", "-n", text(work.parameter("tokens")), "-d",
                    text(work.parameter("prompt")))));
            case "prefill" -> Map.of("prefill", rate(bench("-p", text(work.parameter("prompt")), "-n", "0", "-b",
                    "2048", "-ub", "512")));
            case "batch" -> Map.of("batch", batch(work));
            case "memory" -> Map.of("memory", peakMebibytes);
            default -> throw new MissingException("not measured with this peer");
        };
    }

    private static String text(int number) {
        return Integer.toString(number);
    }

    private List<String> bench(String... arguments) throws MissingException {
        List<String> command = new ArrayList<>(List.of(workplace.llamaCpp("llama-bench").toString(), "-m",
                model.toString(), "-t", text(threads), "-r", "1", "-o", "jsonl"));
        command.addAll(List.of(arguments));
        return output(command);
    }

    private double batch(Work work) throws MissingException {
        int sequences = work.parameter("sequences");
        int prompt = work.parameter("prompt");
        int tokens = work.parameter("tokens");
        return batchRate(output(List.of(workplace.llamaCpp("llama-batched-bench").toString(), "-m", model.toString(),
                "-t", text(threads), "-tb", text(threads), "-c", text(sequences * (prompt + tokens)), "-b", "2048",
                "-ub", "512", "-npp", text(prompt), "-ntg", text(tokens), "-npl", text(sequences), "--output-format",
                "jsonl")));
    }

    private List<String> output(List<String> command) throws MissingException {
        Path log = workplace.log(NAME);
        try (ChildProcess process = ChildProcess.start(command, Map.of(), log, threads)) {
            Thread watch = Thread.ofVirtual().start(() -> watchMemory(process));
            List<String> lines = process.remainingLines(LIMIT);
            int status = process.status();
            watch.interrupt();
            if (status != 0) {
                throw new MissingException(Path.of(command.getFirst()).getFileName() + " ended with status " + status
                        + "; see " + log);
            }
            return lines;
        }
    }

    private void watchMemory(ChildProcess process) {
        try {
            while (process.alive()) {
                peakMebibytes = Math.max(peakMebibytes, ProcessMemory.peakMebibytes(process.pid()));
                Thread.sleep(20);
            }
        } catch (InterruptedException _) {
            // The work is done.
        }
    }

    private double rate(List<String> lines) throws MissingException {
        JsonNode test = benchResult(lines);
        version = "llama.cpp " + test.path("build_commit").asString() + ", " + model.getFileName();
        return test.path("avg_ts").asDouble();
    }

    /** The one test of {@code llama-bench -o jsonl}. */
    static JsonNode benchResult(List<String> lines) throws MissingException {
        for (String line : lines) {
            if (line.startsWith("{")) {
                return Json.read(line);
            }
        }
        throw new MissingException("llama-bench printed no result");
    }

    /** Tokens a second of all sequences together, of {@code llama-batched-bench --output-format jsonl}. */
    static double batchRate(List<String> lines) throws MissingException {
        for (String line : lines) {
            if (line.startsWith("{") && line.contains("speed_tg")) {
                return Json.read(line).path("speed_tg").asDouble();
            }
        }
        throw new MissingException("llama-batched-bench printed no result");
    }

    @Override
    public void close() {
        // Its processes end with each piece of work.
    }

}
