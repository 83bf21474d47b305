package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** A few rows of one head on their way over the keys: their largest scores, sums, and weighted values so far. */
abstract sealed class RowTile permits BlockTile, CodeTile {

    final int headDim;
    /** Of a score to an exponent of two. */
    final float scale;
    final int rows;
    final boolean bfloat16;
    private final int bytes;
    private final float[] largest;
    private final float[] sums;
    /**
     * Bytes: queries [filled, headDim], weights [filled, keys], scores [filled, keys], weighted values [filled, headDim]. In
     * float32 weights take their scores' places.
     */
    final MemorySegment memory;
    final long weights;
    final long scores;
    final long values;
    final long end;

    /**
     * @param filled the rows as products take them
     * @param more bytes that a kind of tile needs for itself, after all else
     */
    RowTile(int rows, int filled, int headDim, int maxKeys, boolean bfloat16, int more) {
        this.rows = rows;
        this.headDim = headDim;
        this.bfloat16 = bfloat16;
        bytes = bfloat16 ? Short.BYTES : Float.BYTES;
        scale = (float) (Lanes.LOG2_E / Math.sqrt((double) headDim));
        largest = new float[rows];
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
        sums = new float[rows];
        weights = (long) bytes * filled * headDim;
        scores = bfloat16 ? weights + (long) bytes * filled * maxKeys : weights;
        values = scores + 4L * filled * maxKeys;
        end = values + 4L * filled * headDim;
        memory = Scratch.floats((end + more) / 4);
    }

    /** Takes the rows' queries, the first of which begins at this number. */
    void begin(MemorySegment queries, long first, long stride) {
        for (int row = 0; row < rows; row++) {
            MemorySegment.copy(queries, bytes * (first + row * stride), memory, (long) bytes * row * headDim,
                    (long) bytes * headDim);
        }
        long taken = (long) bytes * rows * headDim;
        memory.asSlice(taken, weights - taken).fill((byte) 0);
        memory.asSlice(values, end - values).fill((byte) 0);
    }

    /**
     * Goes over a tile of keys.
     *
     * @param keyTile address of keys as {@link #multiplyKeys} takes them
     * @param valueTile address of values as {@link #multiplyValues} takes them
     * @param stored keys of the tile
     * @param keys how many of them to go over
     * @param visible how many of the keys the first row sees; may be none, or more than there are
     * @param more how many more each next row sees
     */
    void add(long keyTile, long valueTile, int stored, int keys, int visible, int more) {
        multiplyKeys(keyTile, stored, keys);
        for (int row = 0; row < rows; row++) {
            weigh(row, keys, Math.clamp((long) visible + (long) row * more, 0, keys));
        }
        multiplyValues(valueTile, stored, keys);
    }

    /** Scores of the queries with some of a tile's keys. */
    abstract void multiplyKeys(long keyTile, int stored, int keys);

    /** Adds weights times values to the values so far. */
    abstract void multiplyValues(long valueTile, int stored, int keys);

    /** How many scores are taken at a time. */
    abstract int step();

    /**
     * The largest of some scores.
     *
     * @param from number of the first one in the memory, a float32
     * @param count a multiple of {@link #step}
     */
    abstract float largestOf(long from, int count);

    /**
     * Scores to weights.
     *
     * @param to number of the first weight in the memory
     * @param offset what is added to exponents
     * @return the weights' sum
     */
    abstract float exponentials(long from, long to, int count, float offset);

    /** Scores of a row to weights: how much of its largest score's weight each has; 0 for keys that it does not see. */
    private void weigh(int row, int keys, int visible) {
        long from = scores / 4 + (long) row * keys;
        long to = weights / bytes + (long) row * keys;
        int whole = Math.ceilDiv(visible, step()) * step();
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
