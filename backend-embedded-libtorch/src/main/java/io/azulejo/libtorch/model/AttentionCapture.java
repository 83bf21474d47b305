package io.azulejo.libtorch.model;

import java.util.List;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.language.AttentionProbe;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

/**
 * Attention weights of some rows of a step, computed anew from queries and cached keys: the softmax over the row's whole
 * context, in float32, averaged over all heads and over the last half of the layers (of an odd number the middle one
 * too), where models tie words to places. The plain mean is kept rather than a product over layers, which spreads over
 * text positions that only carry what they read on.
 */
public final class AttentionCapture implements AttentionProbe {

    /** So many rows at a time, so that the scores of a long context stay small. */
    private static final int ROWS_AT_ONCE = 64;

    private final StepBatch batch;
    private final int layers;
    private final List<Rows> wanted;
    private final float[][][] sums;

    /**
     * @param layers how many layers the decoder has
     * @param wanted whose rows
     */
    public AttentionCapture(StepBatch batch, int layers, List<Rows> wanted) {
        this.batch = batch;
        this.layers = layers;
        this.wanted = List.copyOf(wanted);
        this.sums = wanted.stream().map(this::empty).toArray(float[][][]::new);
    }

    /**
     * Rows of one sequence of the step.
     *
     * @param sequence its place in the step
     * @param first the first of its rows that is wanted; all after it are
     */
    public record Rows(int sequence, int first) {}

    private float[][] empty(Rows rows) {
        int count = batch.queryStarts()[rows.sequence() + 1] - batch.queryStarts()[rows.sequence()] - rows.first();
        int context = batch.contextLengths()[rows.sequence()];
        float[][] sums = new float[count][];
        for (int row = 0; row < count; row++) {
            sums[row] = new float[context - count + row + 1];
        }
        return sums;
    }

    /** After the step: for each row, in order, the share that each position up to its own has of its attention. */
    public float[][] weights(int index) {
        float[][] weights = sums[index].clone();
        for (int row = 0; row < weights.length; row++) {
            weights[row] = weights[row].clone();
            for (int position = 0; position < weights[row].length; position++) {
                weights[row][position] /= layers - firstLayer();
            }
        }
        return weights;
    }

    private int firstLayer() {
        return layers / 2;
    }

    @Override
    public boolean wants(int layer) {
        return layer >= firstLayer();
    }

    @Override
    public void see(int layer, Tensor queries, KvCache.Layer cache) {
        for (int i = 0; i < sums.length; i++) {
            see(wanted.get(i), sums[i], queries, cache);
        }
    }

    private void see(Rows rows, float[][] into, Tensor queries, KvCache.Layer cache) {
        try (TensorScope _ = TensorScope.open()) {
            int context = batch.contextLengths()[rows.sequence()];
            Tensor keys = keys(cache, batch.blockTables().get(rows.sequence()), context,
                    queries.scalar_type().intern());
            int flat = batch.queryStarts()[rows.sequence()] + rows.first();
            for (int start = 0; start < into.length; start += ROWS_AT_ONCE) {
                int length = Math.min(ROWS_AT_ONCE, into.length - start);
                try (TensorScope _ = TensorScope.open()) {
                    int visible = context - into.length + start + length;
                    float[] weights = Tensors.toFloats(
                            weights(queries.narrow(0, flat + start, length), keys.narrow(0, 0, visible)));
                    for (int row = 0; row < length; row++) {
                        float[] sum = into[start + row];
                        for (int position = 0; position < sum.length; position++) {
                            sum[position] += weights[row * visible + position];
                        }
                    }
                }
            }
        }
    }

    /** [context, kvHeads, headDim], wherever the blocks lie. */
    private static Tensor keys(KvCache.Layer cache, int[] blocks, int context, ScalarType type) {
        Tensor indexes = Tensors.indexes(blocks).to(cache.keys().numbers().device(), ScalarType.Long);
        return cache.readKeys(indexes, 0, context, type);
    }

    /** [rows, context], the mean over heads; the last row sees all keys, each one before it one less. */
    private static Tensor weights(Tensor queries, Tensor keys) {
        long rows = queries.size(0);
        long heads = queries.size(1);
        long headDim = queries.size(2);
        long context = keys.size(0);
        long kvHeads = keys.size(1);
        Tensor q = queries.to(ScalarType.Float).view(rows, kvHeads, heads / kvHeads, headDim).permute(1, 2, 0, 3)
                .reshape(kvHeads, heads / kvHeads * rows, headDim);
        Tensor scores = torch.matmul(q, keys.to(ScalarType.Float).permute(1, 2, 0))
                .mul_(new Scalar(1 / Math.sqrt((double) headDim))).view(heads, rows, context);
        Tensor hidden = torch.ones(new long[]{rows, context}, Tensors.options(ScalarType.Bool))
                .triu(context - rows + 1).to(scores.device(), ScalarType.Bool);
        return torch.softmax(scores.masked_fill_(hidden, new Scalar(Double.NEGATIVE_INFINITY)), -1).mean(0);
    }
}
