package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import jdk.incubator.vector.IntVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.tensor.TensorScope;

/**
 * Attention of many rows, tile by tile: scores of a few rows and keys are made, turned into weights and
 * multiplied with the values while they are in the processor's caches, with the row's largest score and sum carried along
 * (Dao and others, FlashAttention, 2022).
 */
public final class TiledAttention {

    /** Bytes of a tile's keys at most, for one number of each. */
    private static final int MAX_KEY_BYTES = 1024;
    /** Keys are filled up to a multiple of this, so that few shapes of products are asked for. */
    private static final int KEY_STEP = 32;

    private final int rows;
    private final int context;
    private final int heads;
    private final int group;
    private final int headDim;
    private final boolean causal;
    private final boolean bfloat16;
    private final int bytes;
    /** Keys of all tiles but the last, which has as many or fewer. */
    private final int tileKeys;
    private final int paddedContext;
    /** Whether tiles are worked on by machine code, which wants other layouts than products of blocks. */
    private final boolean code;
    private final MemorySegment queries;
    private final long queryRow;
    private final MemorySegment packedKeys;
    private final MemorySegment packedValues;
    private final MemorySegment out;

    @SuppressWarnings("TooManyParameters")
    private TiledAttention(Tensor queries, Tensor keys, boolean causal, Tensor packed, Tensor out) {
        rows = (int) queries.size(0);
        heads = (int) queries.size(1);
        headDim = (int) queries.size(2);
        context = (int) keys.size(0);
        group = heads / (int) keys.size(1);
        this.causal = causal;
        bfloat16 = Kernels.isBfloat16(queries);
        bytes = bfloat16 ? Short.BYTES : Float.BYTES;
        code = bfloat16 && CodeTile.serves(headDim);
        tileKeys = tileKeys(context, MAX_KEY_BYTES / bytes);
        paddedContext = paddedContext(context);
        this.queries = Kernels.memory(queries);
        queryRow = queries.stride(0);
        packedKeys = Kernels.memory(packed);
        packedValues = Kernels.memory(packed.select(0, 1));
        this.out = Kernels.memory(out);
    }

    /** Whether these queries can be attended with here. */
    public static boolean serves(Tensor queries) {
        return Kernels.serve(queries) && queries.size(2) % 16 == 0
                && BlockProduct.present(Kernels.isBfloat16(queries));
    }

    /**
     * @param queries [rows, heads, headDim], the heads of a row one behind the other
     * @param keys [context, kvHeads, headDim], likewise; as values
     * @param causal whether row i sees the first {@code context - rows + 1 + i} keys only
     * @return [rows, heads * headDim]; belongs to the scope this is called in
     */
    public static Tensor forward(Tensor queries, Tensor keys, Tensor values, boolean causal) {
        Tensor out = queries.new_empty(queries.size(0), queries.size(1) * queries.size(2));
        try (TensorScope _ = TensorScope.open()) {
            int kvHeads = (int) keys.size(1);
            Tensor packed = queries.new_empty(2, kvHeads, paddedContext((int) keys.size(0)), keys.size(2));
            TiledAttention attention = new TiledAttention(queries, keys, causal, packed, out);
            attention.pack(Kernels.memory(keys), keys.stride(0), Kernels.memory(values), values.stride(0), kvHeads);
            attention.run();
        }
        return out;
    }

    private static int tileKeys(int context, int most) {
        int tiles = Math.ceilDiv(context, most);
        return Math.ceilDiv(Math.ceilDiv(context, tiles), KEY_STEP) * KEY_STEP;
    }

    private static int paddedContext(int context) {
        return Math.ceilDiv(context, KEY_STEP) * KEY_STEP;
    }

    private int tiles() {
        return Math.ceilDiv(context, tileKeys);
    }

    private int keysOf(int tile) {
        return Math.min(tileKeys, paddedContext - tile * tileKeys);
    }

    private void pack(MemorySegment keys, long keyRow, MemorySegment values, long valueRow, int kvHeads) {
        Parallel.forEach(kvHeads * tiles(), piece -> {
            int head = piece / tiles();
            int tile = piece % tiles();
            int from = tile * tileKeys;
            int length = Math.min(keysOf(tile), context - from);
            long to = ((long) head * paddedContext + from) * headDim;
            packKeys(keys, from * keyRow + (long) head * headDim, keyRow, length, keysOf(tile), to);
            packValues(values, from * valueRow + (long) head * headDim, valueRow, length, keysOf(tile), to);
        });
    }

    /** [keys, headDim] to strips of [headDim / 2, keys, 2], or in float32 of [headDim, keys]: words of 32 bits are turned. */
    private void packKeys(MemorySegment from, long first, long row, int length, int keys, long to) {
        int words = headDim * bytes / Integer.BYTES;
        int strip = code ? StripMatrix.TILE : keys;
        for (int key = 0; key < keys; key++) {
            long column = (long) key / strip * strip * words + key % strip;
            for (int word = 0; word < words; word++) {
                packedKeys.set(ValueLayout.JAVA_INT, bytes * to + 4L * (column + (long) word * strip), key < length
                        ? from.get(ValueLayout.JAVA_INT_UNALIGNED, bytes * (first + key * row) + 4L * word)
                        : 0);
            }
        }
    }

    /** [keys, headDim] to strips of [keys / 2, headDim, 2]; in float32 they stay in their order. */
    private void packValues(MemorySegment from, long first, long row, int length, int keys, long to) {
        if (bfloat16) {
            pairValues(from, first, row, length, keys, to);
            return;
        }
        for (int key = 0; key < length; key++) {
            MemorySegment.copy(from, bytes * (first + key * row), packedValues, bytes * (to + (long) key * headDim),
                    (long) bytes * headDim);
        }
        packedValues.asSlice(bytes * (to + (long) length * headDim), (long) bytes * (keys - length) * headDim)
                .fill((byte) 0);
    }

    private void pairValues(MemorySegment from, long first, long row, int length, int keys, long to) {
        int strip = code ? StripMatrix.TILE : headDim;
        for (int key = 0; key < length; key += 2) {
            long even = first + key * row;
            for (int i = 0; i < headDim; i += Lanes.COUNT) {
                IntVector pairs = key + 1 < length
                        ? Lanes.pair(from, even + i, even + row + i)
                        : Lanes.shorts(from, even + i);
                long pair = (long) i / strip * strip * (keys / 2) + (long) key / 2 * strip + i % strip;
                pairs.intoMemorySegment(packedValues, 2 * to + 4 * pair, Lanes.ORDER);
            }
        }
        for (int column = 0; column < headDim; column += strip) {
            long filled = 2 * to + 4 * ((long) column * (keys / 2) + (long) Math.ceilDiv(length, 2) * strip);
            packedValues.asSlice(filled, 4L * strip * (keys / 2 - Math.ceilDiv(length, 2))).fill((byte) 0);
        }
    }

    private void run() {
        int rowTiles = Math.ceilDiv(rows, tileRows());
        Parallel.forEach(heads * rowTiles, piece -> {
            // A head's tiles follow each other, so that its keys stay in the cache; last rows first, since under a causal mask
            // they have most to do.
            tile(piece / rowTiles, rowTiles - 1 - piece % rowTiles);
        });
    }

    private int tileRows() {
        return code ? CodeTile.MOST_ROWS : BlockTile.MOST_ROWS;
    }

    private void tile(int head, int rowTile) {
        int firstRow = rowTile * tileRows();
        int count = Math.min(tileRows(), rows - firstRow);
        RowTile tile = code
                ? new CodeTile(count, headDim, tileKeys)
                : new BlockTile(count, headDim, tileKeys, bfloat16);
        long firstQuery = firstRow * queryRow + (long) head * headDim;
        tile.begin(queries, firstQuery, queryRow);
        int visibleToFirst = causal ? context - rows + 1 + firstRow : context;
        int visibleToLast = causal ? visibleToFirst + count - 1 : context;
        long ofHead = (long) (head / group) * paddedContext * headDim * bytes;
        for (int key = 0, index = 0; key < visibleToLast; key += tileKeys, index++) {
            long at = ofHead + (long) key * headDim * bytes;
            int seen = Math.ceilDiv(Math.min(keysOf(index), visibleToLast - key), KEY_STEP) * KEY_STEP;
            tile.add(packedKeys.address() + at, packedValues.address() + at, keysOf(index), seen,
                    visibleToFirst - key, causal ? 1 : 0);
        }
        tile.end(out, (long) firstRow * heads * headDim + (long) head * headDim, (long) heads * headDim);
    }
}
