package io.azulejo.libtorch.model;

import java.util.List;

/**
 * What one step computes, flat over its sequences: sequence i owns the tokens from {@code queryStarts[i]} up to
 * {@code queryStarts[i + 1]}. Prefill pieces and decodes mix freely. The arrays are not copied; leave them alone.
 *
 * @param ids token ids
 * @param positions position of each token in its sequence; consecutive within a sequence, the last one being
 *        {@code contextLengths[i] - 1}
 * @param queryStarts one more than there are sequences; from 0 to the number of tokens
 * @param blockTables for each sequence the cache blocks of its positions, enough for its context
 * @param contextLengths for each sequence how many of its positions are in the cache after this step
 * @param features picture features that replace embeddings
 * @param logitRows flat indexes of the tokens whose logits are wanted, in the order wanted
 */
@SuppressWarnings("ArrayRecordComponent") // made anew for every step and read at once: never compared, never kept
public record StepBatch(int[] ids, int[] positions, int[] queryStarts, List<int[]> blockTables, int[] contextLengths,
        List<FeatureSpan> features, int[] logitRows) {

    public StepBatch {
        blockTables = List.copyOf(blockTables);
        features = List.copyOf(features);
        int sequences = queryStarts.length - 1;
        require(sequences >= 1 && queryStarts[0] == 0 && queryStarts[sequences] == ids.length,
                "query starts must run from 0 to the number of tokens");
        require(positions.length == ids.length, "there must be a position for each token");
        require(blockTables.size() == sequences && contextLengths.length == sequences,
                "there must be a block table and a context length for each sequence");
        for (int i = 0; i < sequences; i++) {
            int start = queryStarts[i];
            int end = queryStarts[i + 1];
            require(end > start, "sequence " + i + " has no tokens");
            require(positions[start] >= 0 && positions[end - 1] == contextLengths[i] - 1
                    && positions[start] + (end - 1 - start) == positions[end - 1],
                    "positions of sequence " + i + " must be consecutive and end at its context length");
        }
        for (int row : logitRows) {
            require(row >= 0 && row < ids.length, "logits are wanted of row " + row + ", which is none of the step's");
        }
        for (FeatureSpan span : features) {
            require(span.tokenStart() + span.length() <= ids.length, "picture features reach past the tokens");
        }
    }

    /** The number of sequences. */
    public int sequences() {
        return queryStarts.length - 1;
    }

    /** The number of tokens over all sequences. */
    public int tokens() {
        return ids.length;
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException("Not a step: " + problem + ".");
        }
    }
}
