package io.azulejo.libtorch.engine;

import java.util.function.LongSupplier;

/** Adds up what happens in the step in progress. The engine's thread owns it. */
final class StepTally {

    private final LongSupplier clock;
    private long number;
    private long start;
    private long visionNanos;
    private long forwardNanos;
    private long samplingNanos;
    private int decodeTokens;
    private int prefillTokens;
    private int visionLayers;
    private int tiles;
    private int tilesBegun;
    private Counts before = new Counts(0, 0, 0);

    StepTally(LongSupplier clock) {
        this.clock = clock;
    }

    /** Steps reported so far. */
    long steps() {
        return number;
    }

    /** Begins a step. */
    void begin(Counts soFar) {
        start = clock.getAsLong();
        visionNanos = forwardNanos = samplingNanos = 0;
        decodeTokens = prefillTokens = visionLayers = tiles = tilesBegun = 0;
        before = soFar;
    }

    /** Notes work of the vision tower. */
    void vision(SequencePictures.Progress progress, long nanos) {
        visionLayers += progress.layers();
        tiles += progress.tileDone() ? 1 : 0;
        tilesBegun += progress.begun() ? 1 : 0;
        visionNanos += nanos;
    }

    /** Notes a pass of the decoder. */
    void computed(int decodes, int prefill, long forward, long sampling) {
        decodeTokens += decodes;
        prefillTokens += prefill;
        forwardNanos += forward;
        samplingNanos += sampling;
    }

    /** Ends the step. */
    StepReport end(StepReport.Load load, Counts soFar, long featureBytes) {
        return new StepReport(++number,
                new StepReport.Times(start, clock.getAsLong() - start, visionNanos, forwardNanos, samplingNanos),
                new StepReport.Work(decodeTokens, prefillTokens, visionLayers, tiles,
                        (int) (soFar.preemptions() - before.preemptions())),
                load, new StepReport.Caches((int) (soFar.prefixTokens() - before.prefixTokens()),
                        (int) (soFar.tilesFound() - before.tilesFound()), tilesBegun, featureBytes));
    }

    /** What the scheduler counts from the engine's start on. */
    record Counts(long preemptions, long prefixTokens, long tilesFound) {}
}
