package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** A few rows of one head on their way over the keys: their largest scores, sums, and weighted values so far. */
final class RowTile {

    /** Rows are filled up to a multiple of this. */
    private static final int ROW_STEP = 16;

    private final int rows;
    /** Rows as products take them: filled up, so that few shapes are asked for. */
    private final int filled;
    private final int headDim;
    private final boolean bfloat16;
    private final int bytes;
    private final float scale;
    private final float[] largest;
    private final float[] sums;
    /**
     * Bytes: queries [filled, headDim], weights [filled, keys], scores [filled, keys], weighted values [filled, headDim]. In
     * float32 weights take their scores' places.
     */
    private final MemorySegment memory;
    private final long weights;
    private final long scores;
    private final long values;

    RowTile(int rows, int headDim, int maxKeys, boolean bfloat16) {
        this.rows = rows;
        this.headDim = headDim;
        this.bfloat16 = bfloat16;
        bytes = bfloat16 ? Short.BYTES : Float.BYTES;
        filled = Math.ceilDiv(rows, ROW_STEP) * ROW_STEP;
        scale = (float) (Lanes.LOG2_E / Math.sqrt((double) headDim));
        largest = new float[rows];
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
        sums = new float[rows];
        weights = (long) bytes * filled * headDim;
        scores = bfloat16 ? weights + (long) bytes * filled * maxKeys : weights;
        values = scores + 4L * filled * maxKeys;
        memory = Scratch.floats(values / 4 + (long) filled * headDim);
    }

    /** Takes the rows' queries, the first of which begins at this number. */
    void begin(MemorySegment queries, long first, long stride) {
        for (int row = 0; row < rows; row++) {
            MemorySegment.copy(queries, bytes * (first + row * stride), memory, (long) bytes * row * headDim,
                    (long) bytes * headDim);
        }
        memory.asSlice((long) bytes * rows * headDim, (long) bytes * (filled - rows) * headDim).fill((byte) 0);
        memory.asSlice(values, 4L * filled * headDim).fill((byte) 0);
    }

    /**
     * Goes over a tile of keys.
     *
     * @param keyTile address of [headDim / 2, stored, 2], in float32 of [headDim, stored]
     * @param valueTile address of [stored / 2, headDim, 2], in float32 of [stored, headDim]
     * @param stored keys of the tile
     * @param keys how many of them to go over
     * @param visible how many of the keys the first row sees; may be none, or more than there are
     * @param more how many more each next row sees
     */
    void add(long keyTile, long valueTile, int stored, int keys, int visible, int more) {
        BlockProduct.multiply(bfloat16, filled, keys, headDim, memory.address(), headDim, keyTile, stored,
                memory.address() + scores, keys, false);
        for (int row = 0; row < rows; row++) {
            weigh(row, keys, Math.clamp((long) visible + (long) row * more, 0, keys));
        }
        BlockProduct.multiply(bfloat16, filled, headDim, keys, memory.address() + weights, keys, valueTile, headDim,
                memory.address() + values, headDim, true);
    }

    /** Scores of a row to weights: how much of its largest score's weight each has; 0 for keys that it does not see. */
    private void weigh(int row, int keys, int visible) {
        long from = scores / 4 + (long) row * keys;
        long to = weights / bytes + (long) row * keys;
        int whole = Math.ceilDiv(visible, Lanes.COUNT) * Lanes.COUNT;
        for (int i = visible; i < whole; i++) {
            memory.set(ValueLayout.JAVA_FLOAT, 4 * (from + i), Float.NEGATIVE_INFINITY);
        }
        if (visible > 0) {
            float max = Math.max(largest[row], largestOf(from, whole));
            if (max > largest[row]) {
                shrink(row, (float) Math.exp((largest[row] - max) * (scale / Lanes.LOG2_E)));
                largest[row] = max;
            }
            sums[row] += exponentials(from, to, whole, -max * scale);
        }
        if (whole < keys) {
            memory.asSlice(bytes * (to + whole), (long) bytes * (keys - whole)).fill((byte) 0);
        }
    }

    private float largestOf(long from, int count) {
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

    private float exponentials(long from, long to, int count, float offset) {
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

    /** A larger score was found: what there is counts for less. */
    private void shrink(int row, float by) {
        sums[row] *= by;
        long at = values / 4 + (long) row * headDim;
        for (int i = 0; i < headDim; i += Lanes.COUNT) {
            Lanes.store(Lanes.load(memory, at + i, false).mul(by), memory, at + i, false);
        }
    }

    /** Writes the rows' means of values, the first from this number on. */
    void end(MemorySegment out, long first, long stride) {
        for (int row = 0; row < rows; row++) {
            long at = values / 4 + (long) row * headDim;
            float share = 1 / sums[row];
            for (int i = 0; i < headDim; i += Lanes.COUNT) {
                Lanes.store(Lanes.load(memory, at + i, false).mul(share), out, first + row * stride + i,
                        bfloat16);
            }
        }
    }
}
