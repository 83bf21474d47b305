package io.azulejo.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A piece of work that every contender is asked for in the same words.
 *
 * @param measure what to do
 * @param parameters its sizes
 * @param figures what comes of it, by the names that a contender's answer has
 * @param part which half of the model it needs
 * @param busy whether another process keeps a core busy meanwhile
 */
record Work(String measure, Map<String, Integer> parameters, Map<String, Figure> figures, Part part, boolean busy) {

    enum Part {
        TEXT, PICTURES
    }

    Work {
        parameters = Map.copyOf(parameters);
        figures = new LinkedHashMap<>(figures);
    }

    int parameter(String name) {
        Integer value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException(measure + " has no " + name);
        }
        return value;
    }

    String title() {
        return List.copyOf(figures.values()).getFirst().title();
    }

    private static Work text(String measure, Map<String, Integer> parameters, Figure figure) {
        return new Work(measure, parameters, Map.of(measure, figure), Part.TEXT, false);
    }

    private Work whileBusy(Figure figure) {
        return new Work(measure, parameters, Map.of(measure, figure), part, true);
    }

    static Work decode(int tokens) {
        return text("decode", Map.of("prompt", 512, "tokens", tokens), Figure.DECODE);
    }

    static Work prefill(int prompt) {
        return text("prefill", Map.of("prompt", prompt), prompt == 512 ? Figure.PREFILL_512 : Figure.PREFILL_2048);
    }

    static Work decodeBusy(int tokens) {
        return decode(tokens).whileBusy(Figure.DECODE_BUSY);
    }

    static Work prefillBusy() {
        return prefill(512).whileBusy(Figure.PREFILL_BUSY);
    }

    static Work batch(int sequences, int tokens) {
        return text("batch", Map.of("prompt", 512, "tokens", tokens, "sequences", sequences), switch (sequences) {
            case 1 -> Figure.BATCH_1;
            case 4 -> Figure.BATCH_4;
            case 8 -> Figure.BATCH_8;
            case 16 -> Figure.BATCH_16;
            default -> throw new IllegalArgumentException("No row for " + sequences + " sequences");
        });
    }

    static Work vision(int tiles) {
        return new Work("vision", Map.of("tiles", tiles), Map.of("vision",
                tiles == 1 ? Figure.VISION_1 : Figure.VISION_7), Part.PICTURES, false);
    }

    static Work firstToken() {
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("first-token", Figure.FIRST_TOKEN);
        figures.put("again", Figure.FIRST_TOKEN_AGAIN);
        figures.put("second-turn", Figure.SECOND_TURN);
        return new Work("first-token", Map.of("tiles", 7, "words", 32), figures, Part.PICTURES, false);
    }

    /** Gaps between the tokens of one sequence, first alone and then while a picture's prompt is computed. */
    static Work gaps(int tokens) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("alone", Figure.GAP_ALONE);
        figures.put("beside-picture", Figure.GAP_BESIDE_PICTURE);
        return new Work("gaps", Map.of("tokens", tokens), figures, Part.PICTURES, false);
    }

    /** @param perMinute arrivals, on average */
    static Work mixed(int requests, int perMinute) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("first-token-p50", Figure.MIXED_FIRST_TOKEN_P50);
        figures.put("first-token-p99", Figure.MIXED_FIRST_TOKEN_P99);
        figures.put("gap-p50", Figure.MIXED_GAP_P50);
        figures.put("gap-p99", Figure.MIXED_GAP_P99);
        return new Work("mixed", Map.of("requests", requests, "per-minute", perMinute), figures, Part.PICTURES,
                false);
    }

    static Work memory() {
        return new Work("memory", Map.of(), Map.of("memory", Figure.PEAK_MEMORY), Part.TEXT, false);
    }

    static Work loadAgain() {
        return new Work("load-again", Map.of(), Map.of("load-again", Figure.LOAD_AGAIN), Part.TEXT, false);
    }

    static Work manyAnswers(int answers) {
        return new Work("many", Map.of("answers", answers), Map.of("growth", Figure.MEMORY_GROWTH), Part.TEXT,
                false);
    }
}
