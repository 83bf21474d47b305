package io.azulejo.libtorch.engine;

import java.util.Set;

/**
 * Sizes of an engine.
 *
 * @param name names the engine's threads
 * @param blocks blocks of the key/value cache
 * @param blockSize positions in a block
 * @param maxSequences the most sequences that share a step
 * @param maxQueued the most requests that wait for one of those places
 * @param maxPerUser the most requests, running and waiting, of one user
 * @param stepTokens the most tokens that a step computes, decodes and prefill pieces together
 * @param stepStretch how long a step may take that computes prompts and pictures beside decodes, as a multiple of the
 *        decodes alone; more than 1
 * @param prefixCache whether sequences that begin alike share what is computed
 * @param featureCacheBytes the most memory of picture features that are kept, those in use included
 * @param endTokens ids that end an answer
 */
public record EngineSettings(String name, int blocks, int blockSize, int maxSequences,
        int maxQueued, int maxPerUser, int stepTokens, double stepStretch, boolean prefixCache, long featureCacheBytes,
        Set<Integer> endTokens) {

    public EngineSettings {
        endTokens = Set.copyOf(endTokens);
        if (maxSequences < 1 || maxQueued < 0 || stepTokens < maxSequences) {
            throw new IllegalArgumentException(
                    "An engine needs room for a sequence, and a token for each sequence in a step: " + maxSequences
                            + " sequences, " + stepTokens + " tokens");
        }
        // Written so that it holds for NaN too.
        if (!(stepStretch > 1)) {
            throw new IllegalArgumentException(
                    "A step needs time beside its decodes, not " + stepStretch + " of theirs");
        }
    }

    /** The most tokens that one sequence can have: all blocks. */
    public int capacity() {
        return (int) Math.min(Integer.MAX_VALUE, (long) blocks * blockSize);
    }
}
