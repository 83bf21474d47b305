package io.azulejo.libtorch.language;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.layer.Attention;
import io.azulejo.libtorch.layer.RotaryEmbedding.Rotation;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.Tensors;

/**
 * A step's indexes on one device: every layer there uses them.
 *
 * @param rotation turn of each row
 * @param slots [rows], where the rows' keys and values go
 * @param sequences what each sequence reads
 */
record StepOnDevice(Rotation rotation, Tensor slots, List<SequenceView> sequences) {

    /**
     * What one sequence reads.
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

        boolean isWholePrefill() {
            return rows == context;
        }
    }

    static StepOnDevice of(Step step, ComputeDevice device, Rotation rotation) {
        List<SequenceView> views = new ArrayList<>();
        for (int i = 0; i < step.sequences(); i++) {
            int rows = step.rows(i);
            int context = step.context(i);
            int[] blocks = step.blocks(i);
            boolean inRow = consecutive(blocks);
            views.add(new SequenceView(step.rowStart(i), rows, context, blocks[0] * step.blockSize(),
                    inRow ? null : device.receive(Tensors.indexes(blocks)), mask(rows, context, device)));
        }
        return new StepOnDevice(new Rotation(device.receive(rotation.cos()), device.receive(rotation.sin())),
                device.receive(Tensors.indexes(step.slots())), views);
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

    /** Adds the rows' keys and values, [rows, kvHeads, headDim], to the cache. */
    void store(KvCache.Layer cache, Tensor keys, Tensor values) {
        cache.keys().index_copy_(0, slots, keys);
        cache.values().index_copy_(0, slots, values);
    }

    /**
     * Attention of every sequence over its own context.
     *
     * @param queries [rows, heads, headDim]
     * @param keys [rows, kvHeads, headDim], stored already
     * @param values as keys
     * @return [rows, heads * headDim]
     */
    Tensor attend(Tensor queries, Tensor keys, Tensor values, KvCache.Layer cache) {
        if (sequences.size() == 1) {
            return attend(sequences.getFirst(), queries, keys, values, cache);
        }
        TensorVector outputs = new TensorVector();
        for (SequenceView view : sequences) {
            outputs.push_back(attend(view, queries, keys, values, cache));
        }
        return torch.cat(outputs, 0);
    }

    private static Tensor attend(SequenceView view, Tensor queries, Tensor keys, Tensor values, KvCache.Layer cache) {
        Tensor q = queries.narrow(0, view.rowStart(), view.rows());
        if (view.isWholePrefill()) {
            return Attention.causal(q, keys.narrow(0, view.rowStart(), view.rows()),
                    values.narrow(0, view.rowStart(), view.rows()), null);
        }
        return Attention.causal(q, read(cache.keys(), view, cache.blockSize()),
                read(cache.values(), view, cache.blockSize()), view.mask());
    }

    private static Tensor read(Tensor cached, SequenceView view, int blockSize) {
        Tensor blocks = view.blocks();
        if (blocks == null) {
            return cached.narrow(0, view.firstSlot(), view.context());
        }
        return cached.unflatten(0, -1, blockSize).index_select(0, blocks).flatten(0, 1).narrow(0, 0, view.context());
    }
}
