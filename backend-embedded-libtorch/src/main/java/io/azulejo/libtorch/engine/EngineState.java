package io.azulejo.libtorch.engine;

import org.jspecify.annotations.Nullable;

/**
 * Figures of an engine after its last step.
 *
 * @param queued requests that wait for a place
 * @param running sequences that share the steps
 * @param freeBlocks blocks that no sequence holds
 * @param totalBlocks all blocks
 * @param steps steps computed so far
 * @param preemptions how often a sequence was sent back to the queue
 * @param problem why the engine cannot serve, or null where it can
 */
public record EngineState(int queued, int running, int freeBlocks, int totalBlocks, long steps, long preemptions,
        @Nullable String problem) {}
