package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntConsumer;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Attention of single rows, as in decoding, read straight from the blocks of the cache: keys and values come from memory
 * once for all the query heads that share them. Float32 inside, but for the weights that
 * {@link TiledGroup} multiplies values with.
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
     * @param keys numbers of the same type, or codes; as values
     * @param out [rows, heads * headDim], contiguous, of the same type: the readers' rows are written
     */
    public static void forward(Tensor queries, CacheRows keys, CacheRows values, Shape shape, List<Reader> readers,
            Tensor out) {
        HeadGroup.Memory memory = new HeadGroup.Memory(Kernels.memory(queries), queries.stride(0),
                Kernels.memory(keys.numbers()), scales(keys), Kernels.memory(values.numbers()), scales(values),
                Kernels.memory(out), Kernels.isBfloat16(queries));
        int kvHeads = shape.kvHeads();
        int groups = readers.size() * kvHeads;
        long numbers = readers.stream().mapToLong(Reader::context).sum() * kvHeads * shape.headDim();
        IntConsumer attend = attending(memory, shape, readers);
        if (numbers < SMALL) {
            for (int i = 0; i < groups; i++) {
                attend.accept(i);
            }
        } else {
            Parallel.forEach(groups, attend);
        }
    }

    private static IntConsumer attending(HeadGroup.Memory memory, Shape shape, List<Reader> readers) {
        int kvHeads = shape.kvHeads();
        if (PagedGroup.serves(memory, shape)) {
            return i -> new PagedGroup(memory, shape, readers.get(i / kvHeads), i % kvHeads).forward();
        }
        return TiledGroup.serves(memory, shape)
                ? i -> new TiledGroup(memory, shape, readers.get(i / kvHeads), i % kvHeads).forward()
                : i -> new HeadGroup(memory, shape, readers.get(i / kvHeads), i % kvHeads).forward();
    }

    private static @Nullable MemorySegment scales(CacheRows rows) {
        return rows.scales() == null ? null : Kernels.memory(rows.scales());
    }
}
