package io.azulejo.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.Prompt;
import tools.jackson.databind.JsonNode;

import io.azulejo.api.backend.BackendModel;
import io.azulejo.benchmarks.ProcessMemory;

/**
 * Azulejo's engine on one checkpoint.
 *
 * <pre>
 * EngineWorker CHECKPOINT [SETTING=VALUE ...]
 * </pre>
 */
public final class EngineWorker implements Protocol.Handler {

    /** Tokens of a prompt that a step takes in beside others' answers, at least. */
    private static final int SMALLEST_PIECE = 16;

    private final Path checkpoint;
    private final Map<String, String> settings;
    private Subject subject;

    private EngineWorker(Path checkpoint, Map<String, String> settings) {
        this.checkpoint = checkpoint;
        this.settings = settings;
        this.subject = Subject.open(checkpoint, settings);
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : Arrays.asList(arguments).subList(1, arguments.length)) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        Protocol.serve("Azulejo, JDK " + Runtime.version() + (settings.isEmpty() ? "" : ", " + settings),
                () -> new EngineWorker(Path.of(arguments[0]), settings));
        // The threads of a library may live on.
        System.exit(0);
    }

    @Override
    public @Nullable Map<String, Double> run(String measure, JsonNode request) throws Exception {
        BackendModel model = subject.model();
        Prompts prompts = new Prompts(model, request.path("seed").asLong());
        return switch (measure) {
            case "decode" -> Map.of("decode", TimedAnswer.start(model,
                    prompts.ofTokens(request.path("prompt").asInt(), request.path("tokens").asInt() + 1)).await()
                    .rate());
            case "prefill" -> Map.of("prefill", prefill(model, prompts, request.path("prompt").asInt()));
            case "batch" -> Map.of("batch", batch(model, prompts, request));
            case "vision" -> Map.of("vision", VisionMeasure.seconds(checkpoint, request.path("tiles").asInt(),
                    request.path("seed").asLong()));
            case "first-token" -> PictureMeasures.firstToken(model, prompts, request.path("words").asInt());
            case "gaps" -> PictureMeasures.gaps(model, prompts, request.path("tokens").asInt());
            case "mixed" -> MixedArrivals.run(model, prompts, request.path("requests").asInt(),
                    request.path("per-minute").asInt());
            case "memory" -> Map.of("memory", ProcessMemory.peakMebibytes(ProcessHandle.current().pid()));
            case "load-again" -> Map.of("load-again", loadAgain());
            case "many" -> Map.of("growth", growth(model, prompts, request.path("answers").asInt()));
            default -> null;
        };
    }

    private static double prefill(BackendModel model, Prompts prompts, int tokens) throws InterruptedException {
        return tokens / TimedAnswer.start(model, prompts.ofTokens(tokens, 1)).await().firstToken();
    }

    /** Tokens a second of all sequences together, while all of them decode. */
    private static double batch(BackendModel model, Prompts prompts, JsonNode request) throws InterruptedException {
        int sequences = request.path("sequences").asInt();
        // The first goes on decoding while the prompts of the others are computed, a piece of each beside a step.
        int length = request.path("prompt").asInt();
        int tokens = request.path("tokens").asInt() + sequences * Math.ceilDiv(length, SMALLEST_PIECE) + 1;
        List<Prompt> all = new ArrayList<>();
        for (int i = 0; i < sequences; i++) {
            all.add(prompts.ofTokens(length, tokens));
        }
        List<TimedAnswer> answers = all.stream().map(prompt -> TimedAnswer.start(model, prompt)).toList();
        double start = 0;
        double end = Double.POSITIVE_INFINITY;
        long origin = answers.getFirst().startNanos();
        List<Double> times = new ArrayList<>();
        for (TimedAnswer answer : answers) {
            double offset = (answer.startNanos() - origin) / 1e9;
            List<Double> at = answer.await().times().stream().map(time -> time + offset).toList();
            start = Math.max(start, at.getFirst());
            end = Math.min(end, at.getLast());
            times.addAll(at);
        }
        if (end <= start) {
            throw new IllegalStateException("The first answers ended before the last had begun");
        }
        double from = start;
        double to = end;
        return times.stream().filter(time -> time > from && time <= to).count() / (to - from);
    }

    private double loadAgain() {
        subject.close();
        long start = System.nanoTime();
        subject = Subject.open(checkpoint, settings);
        return (System.nanoTime() - start) / 1e9;
    }

    /** MiB that the process gained from the end of the first tenth of many short answers to the end of all. */
    private static double growth(BackendModel model, Prompts prompts, int answers) throws InterruptedException {
        double before = 0;
        for (int i = 0; i < answers; i++) {
            if (i == answers / 10) {
                before = ProcessMemory.mebibytes(ProcessHandle.current().pid());
            }
            Prompt prompt = new Prompt(List.of(prompts.system(),
                    new org.springframework.ai.chat.messages.UserMessage(prompts.sentence(4))), Prompts.greedy(2));
            TimedAnswer.start(model, prompt).await();
        }
        return ProcessMemory.mebibytes(ProcessHandle.current().pid()) - before;
    }
}
