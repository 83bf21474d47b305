package io.azulejo.libtorch.language;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.layer.RotaryEmbedding.Angles;
import io.azulejo.libtorch.tensor.ComputeDevice;

/**
 * Where the rows of one step belong: flat over sequences, sequence i owning the rows from {@code queryStarts[i]} up to
 * {@code queryStarts[i + 1]}. Lives in the scope of the step.
 */
public final class Step {

    private final int[] positions;
    private final int[] queryStarts;
    private final List<int[]> blockTables;
    private final int[] contextLengths;
    private final int blockSize;
    private final Map<ComputeDevice, StepOnDevice> onDevice = new HashMap<>();

    /**
     * @param positions position of each row in its sequence
     * @param queryStarts one more than there are sequences
     * @param blockTables blocks of each sequence
     * @param contextLengths positions of each sequence in the cache after this step
     * @param blockSize positions in a block
     */
    public Step(int[] positions, int[] queryStarts, List<int[]> blockTables, int[] contextLengths, int blockSize) {
        this.positions = positions;
        this.queryStarts = queryStarts;
        this.blockTables = blockTables;
        this.contextLengths = contextLengths;
        this.blockSize = blockSize;
    }

    int[] positions() {
        return positions;
    }

    int sequences() {
        return contextLengths.length;
    }

    int rowStart(int sequence) {
        return queryStarts[sequence];
    }

    int rows(int sequence) {
        return queryStarts[sequence + 1] - queryStarts[sequence];
    }

    int context(int sequence) {
        return contextLengths[sequence];
    }

    int blockSize() {
        return blockSize;
    }

    /** The blocks that hold a sequence's context. */
    int[] blocks(int sequence) {
        int needed = Math.ceilDiv(contextLengths[sequence], blockSize);
        return Arrays.copyOf(blockTables.get(sequence), needed);
    }

    /** The slot in the cache of each row. */
    int[] slots() {
        int[] slots = new int[positions.length];
        for (int sequence = 0; sequence < sequences(); sequence++) {
            int[] table = blockTables.get(sequence);
            for (int row = queryStarts[sequence]; row < queryStarts[sequence + 1]; row++) {
                int position = positions[row];
                slots[row] = table[position / blockSize] * blockSize + position % blockSize;
            }
        }
        return slots;
    }

    /** What the layers on a device share, made when the first of them asks. */
    StepOnDevice on(ComputeDevice device, Angles angles, ScalarType type, KvCache.Layer cache) {
        return onDevice.computeIfAbsent(device, there -> StepOnDevice.of(this, there, angles, type, cache));
    }
}
