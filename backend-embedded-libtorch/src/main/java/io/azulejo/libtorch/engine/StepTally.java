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
    private long preemptionsBefore;

    StepTally(LongSupplier clock) {
        this.clock = clock;
    }

    /** Steps reported so far. */
    long steps() {
        return number;
    }

    /** Begins a step. */
    void begin(long preemptionsSoFar) {
        start = clock.getAsLong();
        visionNanos = forwardNanos = samplingNanos = 0;
        decodeTokens = prefillTokens = visionLayers = tiles = 0;
        preemptionsBefore = preemptionsSoFar;
    }

    /** Notes work of the vision tower. */
    void vision(SequencePictures.Progress progress, long nanos) {
        visionLayers += progress.layers();
        tiles += progress.tileDone() ? 1 : 0;
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
    StepReport end(StepReport.Load load, long preemptionsSoFar) {
        return new StepReport(++number,
                new StepReport.Times(start, clock.getAsLong() - start, visionNanos, forwardNanos, samplingNanos),
                new StepReport.Work(decodeTokens, prefillTokens, visionLayers, tiles,
                        (int) (preemptionsSoFar - preemptionsBefore)),
                load, new StepReport.Caches(0, 0, 0, 0));
    }
}
