package io.azulejo.libtorch.engine;

/** Adds up what happens in the step in progress. The engine's thread owns it. */
final class StepTally {

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

    /** Steps reported so far. */
    long steps() {
        return number;
    }

    /** Begins a step. */
    void begin(long preemptionsSoFar) {
        start = System.nanoTime();
        visionNanos = forwardNanos = samplingNanos = 0;
        decodeTokens = prefillTokens = visionLayers = tiles = 0;
        preemptionsBefore = preemptionsSoFar;
    }

    void vision(int layers, int tilesDone, long nanos) {
        visionLayers += layers;
        tiles += tilesDone;
        visionNanos += nanos;
    }

    /** Notes a slice that is computed. */
    void computed(boolean decode, int tokens) {
        if (decode) {
            decodeTokens += tokens;
        } else {
            prefillTokens += tokens;
        }
    }

    void forward(long nanos) {
        forwardNanos += nanos;
    }

    void sampling(long nanos) {
        samplingNanos += nanos;
    }

    /** Ends the step. */
    StepReport end(StepReport.Load load, long preemptionsSoFar) {
        return new StepReport(++number,
                new StepReport.Times(start, System.nanoTime() - start, visionNanos, forwardNanos, samplingNanos),
                new StepReport.Work(decodeTokens, prefillTokens, visionLayers, tiles,
                        (int) (preemptionsSoFar - preemptionsBefore)),
                load, new StepReport.Caches(0, 0, 0, 0));
    }
}
