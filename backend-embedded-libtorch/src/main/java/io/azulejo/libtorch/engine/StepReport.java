package io.azulejo.libtorch.engine;

/**
 * What one step of an engine did, and how full the engine was after it.
 *
 * @param number counts the engine's steps from 1
 * @param times how long it took
 * @param work what was computed
 * @param load sequences and blocks after it
 * @param caches what did not have to be computed
 */
public record StepReport(long number, Times times, Work work, Load load, Caches caches) {

    /**
     * Times in nanoseconds; what the parts leave of the whole went into scheduling.
     *
     * @param start {@link System#nanoTime} at the step's begin
     * @param total from begin to end
     * @param vision in the vision tower and projector
     * @param forward in the decoder's pass
     * @param sampling in choosing tokens and telling the answers' listeners
     */
    public record Times(long start, long total, long vision, long forward, long sampling) {}

    /**
     * @param decodeTokens tokens computed to get the next one; one for each sequence that decodes
     * @param prefillTokens tokens of prompts, and of answers computed again after preemption
     * @param visionLayers layers of the vision tower, each over one tile
     * @param tiles tiles whose features came out
     * @param preemptions sequences sent back to the queue
     */
    public record Work(int decodeTokens, int prefillTokens, int visionLayers, int tiles, int preemptions) {}

    /**
     * @param running sequences that share the steps
     * @param waiting requests that wait for a place
     * @param freeBlocks blocks of the key/value cache that no sequence holds
     * @param totalBlocks all blocks
     */
    public record Load(int running, int waiting, int freeBlocks, int totalBlocks) {}

    /**
     * @param prefixTokens tokens that were found in the key/value cache
     * @param featureHits tiles whose features were found in the feature cache
     * @param featureMisses tiles that were looked for in the feature cache and not found
     * @param featureBytes memory of all features held after the step
     */
    public record Caches(int prefixTokens, int featureHits, int featureMisses, long featureBytes) {}
}
