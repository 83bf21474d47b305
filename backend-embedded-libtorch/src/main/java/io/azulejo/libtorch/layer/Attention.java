package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.kernel.Kernels;
import io.azulejo.libtorch.kernel.SoftmaxKernel;
import io.azulejo.libtorch.kernel.TiledAttention;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

/**
 * Scaled dot-product attention of one sequence, scaled by the root of the head's width.
 * <p>
 * On the CPU it is made of tiles in the processor's caches where it can be. Where it cannot, LibTorch's own fused kernel does
 * it in float32; in bfloat16 that multiplies element by element in this build, at a twentieth of the speed, and products of
 * whole matrices do it.
 */
public final class Attention {

    /** Scores held at a time: rows are taken in pieces so that a long context does not fill the memory. */
    private static final long MAX_SCORES = 1L << 25;

    private Attention() {}

    /**
     * Every row sees every row.
     *
     * @param queries [rows, heads, headDim], as keys and values
     * @return [rows, heads * headDim]
     */
    public static Tensor full(Tensor queries, Tensor keys, Tensor values) {
        if (TiledAttention.serves(queries)) {
            return TiledAttention.forward(queries, keys, values, false);
        }
        if (prefersProducts(queries)) {
            return byProducts(queries, keys, values, false);
        }
        Tensor out = sdpa(queries.transpose(0, 1).unsqueeze(0), keys.transpose(0, 1).unsqueeze(0),
                values.transpose(0, 1).unsqueeze(0), null, false);
        return out.squeeze(0).transpose(0, 1).flatten(1, 2);
    }

    /**
     * Row i of the queries sees the first {@code context - rows + 1 + i} keys. Query heads share the key heads in
     * equal groups.
     *
     * @param queries [rows, heads, headDim]
     * @param keys [context, kvHeads, headDim], as values
     * @param mask [rows, context], true where a row sees a key; null where one row sees all or where the rows are the
     *        whole context
     * @return [rows, heads * headDim]
     */
    public static Tensor causal(Tensor queries, Tensor keys, Tensor values, @Nullable Tensor mask) {
        if (TiledAttention.serves(queries)) {
            return TiledAttention.forward(queries, keys, values, true);
        }
        if (prefersProducts(queries)) {
            return byProducts(queries, keys, values, true);
        }
        long rows = queries.size(0);
        long heads = queries.size(1);
        long headDim = queries.size(2);
        long context = keys.size(0);
        if (mask == null && rows > 1 && rows != context) {
            throw new IllegalArgumentException("Rows that follow a context need a mask.");
        }
        long kvHeads = keys.size(1);
        long group = heads / kvHeads;
        // The key heads are the batch: a group of query heads shares its keys without a copy.
        Tensor q = queries.view(rows, kvHeads, group, headDim).permute(1, 2, 0, 3);
        Tensor k = keys.permute(1, 0, 2).unsqueeze(1).expand(kvHeads, group, context, headDim);
        Tensor v = values.permute(1, 0, 2).unsqueeze(1).expand(kvHeads, group, context, headDim);
        Tensor out = sdpa(q, k, v, mask, mask == null && rows > 1);
        return out.permute(2, 0, 1, 3).reshape(rows, heads * headDim);
    }

    private static boolean prefersProducts(Tensor queries) {
        // What native code returns is another object than the constant it stands for, until interned.
        return queries.is_cpu() && queries.scalar_type().intern() == ScalarType.BFloat16;
    }

    private static Tensor sdpa(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, boolean causal) {
        return torch.scaled_dot_product_attention(q, k, v, mask == null
                ? new TensorOptional()
                : new TensorOptional(mask), 0, causal, new DoubleOptional(), false);
    }

    static Tensor byProducts(Tensor queries, Tensor keys, Tensor values, boolean causal) {
        long rows = queries.size(0);
        long heads = queries.size(1);
        long context = keys.size(0);
        long piece = Math.max(16, MAX_SCORES / (heads * context));
        if (rows <= piece) {
            return pieceByProducts(queries, keys, values, causal);
        }
        TensorVector pieces = new TensorVector();
        for (long start = 0; start < rows; start += piece) {
            long length = Math.min(piece, rows - start);
            // A causal row sees no key past its own: the last row of the piece tells how many are needed.
            long visible = causal ? context - rows + start + length : context;
            try (TensorScope scope = TensorScope.open()) {
                pieces.push_back(scope.passOn(pieceByProducts(queries.narrow(0, start, length),
                        keys.narrow(0, 0, visible), values.narrow(0, 0, visible), causal)));
            }
        }
        return torch.cat(pieces, 0);
    }

    private static Tensor pieceByProducts(Tensor queries, Tensor keys, Tensor values, boolean causal) {
        long rows = queries.size(0);
        long heads = queries.size(1);
        long headDim = queries.size(2);
        long kvHeads = keys.size(1);
        long group = heads / kvHeads;
        Tensor q = queries.view(rows, kvHeads, group, headDim).permute(1, 2, 0, 3)
                .reshape(kvHeads, group * rows, headDim);
        Tensor scores = torch.matmul(q, keys.permute(1, 2, 0)); // [kvHeads, group * rows, context]
        Tensor weights = weights(scores, 1 / Math.sqrt((double) headDim), causal ? rows : 1);
        Tensor out = torch.matmul(weights, values.permute(1, 0, 2)); // [kvHeads, group * rows, headDim]
        return out.view(kvHeads, group, rows, headDim).permute(2, 0, 1, 3).reshape(rows, heads * headDim);
    }

    /** @param rows of a group: the last sees all columns, each one before it one less */
    private static Tensor weights(Tensor scores, double scale, long rows) {
        if (Kernels.serve(scores)) {
            SoftmaxKernel.causal(scores, scale, (int) rows);
            return scores;
        }
        scores.mul_(new Scalar(scale));
        if (rows > 1) {
            long context = scores.size(-1);
            Tensor hidden = torch.ones(new long[]{rows, context}, Tensors.options(ScalarType.Bool))
                    .triu(context - rows + 1);
            scores.view(-1, rows, context).masked_fill_(hidden, new Scalar(Double.NEGATIVE_INFINITY));
        }
        return torch.softmax(scores, -1);
    }
}
