package io.azulejo.benchmarks;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the machine can do at most with the threads measured.
 *
 * @param readBytesPerSecond reading memory
 * @param operationsPerSecond multiplying bf16 matrices, two operations for a multiplication and an addition
 */
record Limits(double readBytesPerSecond, double operationsPerSecond) {

    static final Work WORK = new Work("limits", Map.of(), Map.of("read", Figure.DECODE), Work.Part.TEXT, false);

    static Limits of(Map<String, Double> figures) {
        return new Limits(figures.getOrDefault("read", 0.0), figures.getOrDefault("gemm", 0.0));
    }

    /** The mean of two probes, one before and one after. */
    Limits mean(Limits other) {
        return new Limits((readBytesPerSecond + other.readBytesPerSecond) / 2,
                (operationsPerSecond + other.operationsPerSecond) / 2);
    }

    /** What share of the limit a figure reaches; empty where no limit of the machine bounds it. */
    OptionalDouble share(Results.Contest contest, Figure figure, double value) {
        ModelShape model = contest.model();
        return switch (figure) {
            case DECODE -> decode(contest, 1, value);
            case BATCH_1 -> decode(contest, 1, value);
            case BATCH_4 -> decode(contest, 4, value);
            case BATCH_8 -> decode(contest, 8, value);
            case BATCH_16 -> decode(contest, 16, value);
            case PREFILL_512 -> compute(model.prefillOperations(512) * value / 512);
            case PREFILL_2048 -> compute(model.prefillOperations(2048) * value / 2048);
            case VISION_1 -> compute(model.visionOperations(1) / value);
            case VISION_7 -> compute(model.visionOperations(7) / value);
            case FIRST_TOKEN -> compute((model.visionOperations(7) + model.prefillOperations(7 * 256 + 32)) / value);
            default -> OptionalDouble.empty();
        };
    }

    private OptionalDouble decode(Results.Contest contest, int sequences, double tokensPerSecond) {
        double bytes = contest.model().bytesPerStep(contest.precision(), sequences, 512 + 32);
        return OptionalDouble.of(bytes * tokensPerSecond / sequences / readBytesPerSecond);
    }

    private OptionalDouble compute(double perSecond) {
        return OptionalDouble.of(perSecond / operationsPerSecond);
    }
}
