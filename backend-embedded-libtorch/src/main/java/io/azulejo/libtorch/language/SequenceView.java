package io.azulejo.libtorch.language;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.layer.Attention;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.Tensors;

/**
 * What one sequence of a step reads.
 *
 * @param rowStart its first row
 * @param rows how many
 * @param context positions it has in the cache
 * @param firstSlot its first slot where its blocks follow each other, so that they can be read where they lie
 * @param blocks [blocks] else, to gather; null where they follow each other
 * @param mask [rows, context]; null where none is needed
 */
record SequenceView(int rowStart, int rows, int context, int firstSlot, @Nullable Tensor blocks,
        @Nullable Tensor mask) {

    static SequenceView of(Step step, int sequence, ComputeDevice device) {
        int rows = step.rows(sequence);
        int context = step.context(sequence);
        int[] blocks = step.blocks(sequence);
        return new SequenceView(step.rowStart(sequence), rows, context, blocks[0] * step.blockSize(),
                consecutive(blocks) ? null : device.receive(Tensors.indexes(blocks)), mask(rows, context, device));
    }

    private static boolean consecutive(int[] blocks) {
        for (int i = 1; i < blocks.length; i++) {
            if (blocks[i] != blocks[i - 1] + 1) {
                return false;
            }
        }
        return true;
    }

    // A single row sees all; rows that are the whole context need no tensor to say what a row sees.
    private static @Nullable Tensor mask(int rows, int context, ComputeDevice device) {
        if (rows == 1 || rows == context) {
            return null;
        }
        return device.receive(torch.ones(new long[]{rows, context}, Tensors.options(ScalarType.Bool)))
                .tril(context - rows);
    }

    /**
     * Attention of this sequence's rows over its context.
     *
     * @param queries [all rows of the step, heads, headDim]
     * @param keys [all rows of the step, kvHeads, headDim], stored already
     * @param values as keys
     * @return [rows, heads * headDim]
     */
    Tensor attend(Tensor queries, Tensor keys, Tensor values, KvCache.Layer cache) {
        Tensor own = queries.narrow(0, rowStart, rows);
        if (rows == context) {
            return Attention.causal(own, keys.narrow(0, rowStart, rows), values.narrow(0, rowStart, rows), null);
        }
        ScalarType type = queries.scalar_type().intern();
        return Attention.causal(own, cache.readKeys(blocks, firstSlot, context, type),
                cache.readValues(blocks, firstSlot, context, type), mask);
    }
}
