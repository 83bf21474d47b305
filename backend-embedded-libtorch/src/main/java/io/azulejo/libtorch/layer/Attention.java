package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Scaled dot-product attention of one sequence, scaled by the root of the head's width. */
public final class Attention {

    private Attention() {}

    /**
     * Every row sees every row.
     *
     * @param queries [rows, heads, headDim], as keys and values
     * @return [rows, heads * headDim]
     */
    public static Tensor full(Tensor queries, Tensor keys, Tensor values) {
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
        long rows = queries.size(0);
        long heads = queries.size(1);
        long headDim = queries.size(2);
        long context = keys.size(0);
        long kvHeads = keys.size(1);
        long group = heads / kvHeads;
        // The key heads are the batch: a group of query heads shares its keys without a copy.
        Tensor q = queries.view(rows, kvHeads, group, headDim).permute(1, 2, 0, 3);
        Tensor k = keys.permute(1, 0, 2).unsqueeze(1).expand(kvHeads, group, context, headDim);
        Tensor v = values.permute(1, 0, 2).unsqueeze(1).expand(kvHeads, group, context, headDim);
        Tensor out = sdpa(q, k, v, mask, mask == null && rows > 1);
        return out.permute(2, 0, 1, 3).reshape(rows, heads * headDim);
    }

    private static Tensor sdpa(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, boolean causal) {
        return torch.scaled_dot_product_attention(q, k, v, mask == null
                ? new TensorOptional()
                : new TensorOptional(mask), 0, causal, new DoubleOptional(), false);
    }
}
