package io.azulejo.libtorch.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Rows that {@link BlockProduct} multiplies. */
final class BlockTile extends RowTile {

    static final int MOST_ROWS = 64;
    /** Rows are filled up to a multiple of this, so that few shapes of products are asked for. */
    private static final int ROW_STEP = 16;

    private final int filled;

    BlockTile(int rows, int headDim, int maxKeys, boolean bfloat16) {
        super(rows, filled(rows), headDim, maxKeys, bfloat16, 0);
        filled = filled(rows);
    }

    private static int filled(int rows) {
        return Math.ceilDiv(rows, ROW_STEP) * ROW_STEP;
    }

    /** @param keyTile [headDim / 2, stored, 2], in float32 [headDim, stored] */
    @Override
    void multiplyKeys(long keyTile, int stored, int keys) {
        BlockProduct.multiply(bfloat16, filled, keys, headDim, memory.address(), headDim, keyTile, stored,
                memory.address() + scores, keys, false);
    }

    /** @param valueTile [stored / 2, headDim, 2], in float32 [stored, headDim] */
    @Override
    void multiplyValues(long valueTile, int stored, int keys) {
        BlockProduct.multiply(bfloat16, filled, headDim, keys, memory.address() + weights, keys, valueTile, headDim,
                memory.address() + values, headDim, true);
    }

    @Override
    int step() {
        return Lanes.COUNT;
    }

    @Override
    float largestOf(long from, int count) {
        FloatVector a = FloatVector.broadcast(Lanes.FLOATS, Float.NEGATIVE_INFINITY);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = 0;
        // Four at once: each vector waits for its last maximum, the others need not.
        for (; i <= count - 4 * Lanes.COUNT; i += 4 * Lanes.COUNT) {
            a = a.max(score(from + i));
            b = b.max(score(from + i + Lanes.COUNT));
            c = c.max(score(from + i + 2L * Lanes.COUNT));
            d = d.max(score(from + i + 3L * Lanes.COUNT));
        }
        for (; i < count; i += Lanes.COUNT) {
            a = a.max(score(from + i));
        }
        return a.max(b).max(c.max(d)).reduceLanes(VectorOperators.MAX);
    }

    private FloatVector score(long index) {
        return FloatVector.fromMemorySegment(Lanes.FLOATS, memory, 4 * index, Lanes.ORDER);
    }

    @Override
    float exponentials(long from, long to, int count, float offset) {
        FloatVector factor = FloatVector.broadcast(Lanes.FLOATS, scale);
        FloatVector shift = FloatVector.broadcast(Lanes.FLOATS, offset);
        FloatVector total = FloatVector.zero(Lanes.FLOATS);
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector weight = Lanes.powerOfTwo(score(from + i).fma(factor, shift));
            total = total.add(weight);
            Lanes.store(weight, memory, to + i, bfloat16);
        }
        return total.reduceLanes(VectorOperators.ADD);
    }
}
