package io.azulejo.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.benchmarks.Samples;
import io.azulejo.demo.DemoModel;
import io.azulejo.processor.NvlmProcessor;
import io.azulejo.processor.ProcessorSettings;

/**
 * Decoding with a JSON schema beside decoding without, in turns, alone and eight at once: {@code benchmarks/run
 * structured [CHECKPOINT [ROUNDS [TOKENS]]]}, the demo model where no checkpoint is given.
 */
public final class StructuredBenchmark {

    private static final String SCHEMA = """
            {"type": "object", "properties": {"shapes": {"type": "array", "minItems": LEAST, "items": {
              "type": "object", "properties": {
                "label": {"type": "string", "maxLength": 40},
                "colour": {"enum": ["red", "orange", "yellow", "green", "blue", "purple"]},
                "count": {"type": "integer", "minimum": 0, "maximum": 100},
                "size": {"type": "number"}, "remark": {"type": "string"}},
              "required": ["label", "colour", "count"], "additionalProperties": false}}},
             "required": ["shapes"], "additionalProperties": false}""";

    private final BackendModel model;
    private final int tokens;
    private final String schema;
    /** Free answers go on as long as they may, so that both kinds are long. */
    private final Map<Integer, Double> endless;

    private StructuredBenchmark(BackendModel model, Set<Integer> endTokens, int tokens) {
        this.model = model;
        this.endless = endTokens.stream().collect(Collectors.toMap(id -> id, _ -> -100.0));
        this.tokens = tokens;
        // An item takes half as many tokens at the least, so that there is room for more.
        this.schema = SCHEMA.replace("LEAST", String.valueOf(Math.max(1, tokens / 80)));
    }

    public static void main(String[] arguments) throws IOException {
        Path checkpoint = arguments.length > 0
                ? Path.of(arguments[0])
                : DemoModel.extractTo(Files.createTempDirectory("structured"));
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        int tokens = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 600;
        try (Subject subject = Subject.open(checkpoint, Map.of("max-sequences", "8"))) {
            StructuredBenchmark benchmark = new StructuredBenchmark(subject.model(),
                    NvlmProcessor.load(checkpoint, ProcessorSettings.defaults()).endTokenIds(), tokens);
            for (int sequences : new int[]{1, 8}) {
                benchmark.compare(sequences, rounds);
            }
        }
        // The threads of a library may live on.
        System.exit(0);
    }

    private void compare(int sequences, int rounds) {
        rate(sequences, null, 0);
        System.out.printf(Locale.ROOT, "%d at once: the first with the schema %.1f tok/s%n", sequences,
                rate(sequences, schema, 0));
        List<Double> free = new ArrayList<>();
        List<Double> held = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            free.add(rate(sequences, null, round));
            held.add(rate(sequences, schema, round));
            ratios.add(free.getLast() / held.getLast());
        }
        System.out.printf(Locale.ROOT, "%d at once: %.1f tok/s free, %.1f by a schema, %.3f times slower (median of %d)"
                + "%n", sequences, new Samples(free).percentile(0.5), new Samples(held).percentile(0.5),
                new Samples(ratios).percentile(0.5), rounds);
    }

    /** Tokens a second of all answers together. */
    private double rate(int sequences, @Nullable String form, int round) {
        long start = System.nanoTime();
        int made = Flux.range(0, sequences)
                .flatMap(i -> model.chatModel().stream(new Prompt("Which shapes are there? " + i, options(form,
                        31L * round + i))), sequences)
                .filter(response -> response.getMetadata().getUsage() instanceof TokenUsage)
                .map(response -> response.getMetadata().getUsage().getCompletionTokens())
                .reduce(0, Integer::sum).blockOptional(Duration.ofMinutes(10)).orElseThrow();
        return made / ((System.nanoTime() - start) / 1e9);
    }

    private GenerationOptions options(@Nullable String form, long seed) {
        return GenerationOptions.builder().temperature(1.0).seed(seed).maxTokens(tokens).outputSchema(form)
                .logitBias(form == null ? endless : null).build();
    }
}
