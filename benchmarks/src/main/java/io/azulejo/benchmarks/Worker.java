package io.azulejo.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/** A contender in a process of its own that speaks the protocol of {@code peers/protocol.py}. */
final class Worker implements Contender {

    private static final Duration LOAD_LIMIT = Duration.ofMinutes(5);
    private static final Duration WORK_LIMIT = Duration.ofMinutes(12);

    private final String name;
    private final ChildProcess process;
    private final String version;
    private final double loadSeconds;

    private Worker(String name, ChildProcess process, String version, double loadSeconds) {
        this.name = name;
        this.process = process;
        this.version = version;
        this.loadSeconds = loadSeconds;
    }

    static Worker start(String name, List<String> command, Path log, int threads) throws MissingException {
        String count = Integer.toString(threads);
        ChildProcess process = ChildProcess.start(command,
                Map.of("OMP_NUM_THREADS", count, "MKL_NUM_THREADS", count, "TOKENIZERS_PARALLELISM", "false"), log,
                threads);
        try {
            JsonNode hello = Json.read(process.line(LOAD_LIMIT));
            if (hello.has("missing")) {
                throw new MissingException(hello.path("missing").asString());
            }
            return new Worker(name, process, hello.path("version").asString(), hello.path("ready").asDouble());
        } catch (MissingException e) {
            process.close();
            throw new MissingException(e.reason() + "; see " + log);
        }
    }

    @Override
    public String name() {
        return name;
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
        Map<String, Object> request = new HashMap<>(work.parameters());
        request.put("measure", work.measure());
        request.put("seed", seed);
        process.send(Json.write(request));
        return figures(Json.read(process.line(WORK_LIMIT)));
    }

    /** Reads an answer: figures, or why there are none. */
    static Map<String, Double> figures(JsonNode answer) throws MissingException {
        if (answer.has("missing")) {
            throw new MissingException(answer.path("missing").asString());
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        answer.path("figures").forEachEntry((name, value) -> figures.put(name, value.asDouble()));
        if (figures.isEmpty()) {
            throw new MissingException("it answered " + answer);
        }
        return figures;
    }

    @Override
    public void close() {
        process.close();
    }
}
