package io.azulejo.libtorch.kernel;

import java.util.List;

import org.bytedeco.pytorch.Tensor;

/**
 * Attention of single rows, as in decoding, read straight from the blocks of the cache: keys and values come from memory
 * once for all the query heads that share them. Float32 inside.
 */
public final class PagedAttention {

    /** Numbers of keys below which another thread is not worth waking. */
    private static final long SMALL = 1 << 13;

    private PagedAttention() {}

    /**
     * What one row reads.
     *
     * @param row its index among the queries
     * @param blocks of its sequence, in order
     * @param context how many positions it sees
     */
    @SuppressWarnings("ArrayRecordComponent") // made for one step, never compared
    public record Reader(int row, int[] blocks, int context) {}

    /**
     * Sizes of a layer.
     *
     * @param heads query heads, of which equal groups share a key head
     * @param blockSize positions in a block
     */
    public record Shape(int heads, int kvHeads, int headDim, int blockSize) {}

    /**
     * @param queries [rows, at least heads * headDim]: the first numbers of each row are the queries
     * @param keys [slots, kvHeads, headDim] of the same type, as values
     * @param out [rows, heads * headDim], contiguous, of the same type: the readers' rows are written
     */
    public static void forward(Tensor queries, Tensor keys, Tensor values, Shape shape, List<Reader> readers,
            Tensor out) {
        HeadGroup.Memory memory = new HeadGroup.Memory(Kernels.memory(queries), queries.stride(0),
                Kernels.memory(keys), Kernels.memory(values), Kernels.memory(out), Kernels.isBfloat16(queries));
        int kvHeads = shape.kvHeads();
        int groups = readers.size() * kvHeads;
        long numbers = readers.stream().mapToLong(Reader::context).sum() * kvHeads * shape.headDim();
        if (numbers < SMALL) {
            for (int i = 0; i < groups; i++) {
                new HeadGroup(memory, shape, readers.get(i / kvHeads), i % kvHeads).forward();
            }
        } else {
            Parallel.forEach(groups,
                    i -> new HeadGroup(memory, shape, readers.get(i / kvHeads), i % kvHeads).forward());
        }
    }
}
