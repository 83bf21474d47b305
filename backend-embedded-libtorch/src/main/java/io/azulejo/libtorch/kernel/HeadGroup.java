package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/** The query heads of one row that share a key head, over all positions that the row sees. */
final class HeadGroup {

    /** Heads whose sums are kept in registers at once; a group is filled up to such fours with heads of zeros. */
    private static final int TOGETHER = 4;

    private final Memory memory;
    private final int heads;
    private final int dim;
    private final int context;
    private final long firstQuery;
    private final long firstOut;
    /** Of each position the index of its first number among the keys, and among the values. */
    private final long[] at;
    private final float[] queries;
    /** [heads, context]: scores, then their exponentials. */
    private final float[] weights;
    /** [heads, dim] */
    private final float[] sums;

    /**
     * @param stride numbers from one row of queries to the next
     * @param keyScales of keys that are codes, or null
     * @param valueScales likewise
     */
    record Memory(MemorySegment queries, long stride, MemorySegment keys, @Nullable MemorySegment keyScales,
            MemorySegment values, @Nullable MemorySegment valueScales, MemorySegment out, boolean bfloat16) {}

    HeadGroup(Memory memory, PagedAttention.Shape shape, PagedAttention.Reader reader, int kvHead) {
        this.memory = memory;
        heads = shape.heads() / shape.kvHeads();
        dim = shape.headDim();
        context = reader.context();
        firstQuery = reader.row() * memory.stride() + (long) kvHead * heads * dim;
        firstOut = ((long) reader.row() * shape.heads() + (long) kvHead * heads) * dim;
        at = new long[context];
        int position = 0;
        for (int block = 0; position < context; block++) {
            long slot = (long) reader.blocks()[block] * shape.blockSize();
            for (int i = 0; i < shape.blockSize() && position < context; i++) {
                at[position++] = ((slot + i) * shape.kvHeads() + kvHead) * dim;
            }
        }
        int filledUp = Math.ceilDiv(heads, TOGETHER) * TOGETHER;
        queries = new float[filledUp * dim];
        weights = new float[filledUp * context];
        sums = new float[filledUp * dim];
    }

    void forward() {
        float scale = (float) (1 / Math.sqrt((double) dim));
        for (int i = 0; i < heads * dim; i++) {
            queries[i] = scale * Lanes.get(memory.queries(), firstQuery + i, memory.bfloat16());
        }
        for (int head = 0; head < heads; head += TOGETHER) {
            fourScores(head);
        }
        scale(memory.keyScales());
        float[] totals = new float[heads];
        for (int head = 0; head < heads; head++) {
            totals[head] = exponentials(head * context);
        }
        scale(memory.valueScales());
        for (int head = 0; head < heads; head += TOGETHER) {
            fourSums(head);
        }
        for (int i = 0; i < heads * dim; i++) {
            Lanes.put(sums[i] / totals[i / dim], memory.out(), firstOut + i, memory.bfloat16());
        }
    }

    /** Times the scale of each position, where there are scales: that of a key belongs to its score. */
    private void scale(@Nullable MemorySegment scales) {
        if (scales != null) {
            for (int position = 0; position < context; position++) {
                float scale = Lanes.get(scales, at[position] / dim, false);
                for (int head = 0; head < heads; head++) {
                    weights[head * context + position] *= scale;
                }
            }
        }
    }

    private static FloatVector load(MemorySegment numbers, long index, boolean codes, boolean bfloat16) {
        return codes ? Lanes.loadBytes(numbers, index) : Lanes.load(numbers, index, bfloat16);
    }

    private static float get(MemorySegment numbers, long index, boolean codes, boolean bfloat16) {
        return codes ? numbers.get(ValueLayout.JAVA_BYTE, index) : Lanes.get(numbers, index, bfloat16);
    }

    private void fourScores(int head) {
        MemorySegment keys = memory.keys();
        boolean codes = memory.keyScales() != null;
        boolean bfloat16 = memory.bfloat16();
        int whole = Lanes.bound(dim);
        int q = head * dim;
        for (int position = 0; position < context; position++) {
            long key = at[position];
            FloatVector a = FloatVector.zero(Lanes.FLOATS);
            FloatVector b = a;
            FloatVector c = a;
            FloatVector d = a;
            for (int i = 0; i < whole; i += Lanes.COUNT) {
                FloatVector k = load(keys, key + i, codes, bfloat16);
                a = k.fma(FloatVector.fromArray(Lanes.FLOATS, queries, q + i), a);
                b = k.fma(FloatVector.fromArray(Lanes.FLOATS, queries, q + dim + i), b);
                c = k.fma(FloatVector.fromArray(Lanes.FLOATS, queries, q + 2 * dim + i), c);
                d = k.fma(FloatVector.fromArray(Lanes.FLOATS, queries, q + 3 * dim + i), d);
            }
            int score = head * context + position;
            weights[score] = a.reduceLanes(VectorOperators.ADD) + restOfScore(head, key, whole);
            weights[score + context] = b.reduceLanes(VectorOperators.ADD) + restOfScore(head + 1, key, whole);
            weights[score + 2 * context] = c.reduceLanes(VectorOperators.ADD) + restOfScore(head + 2, key, whole);
            weights[score + 3 * context] = d.reduceLanes(VectorOperators.ADD) + restOfScore(head + 3, key, whole);
        }
    }

    private float restOfScore(int head, long key, int from) {
        float sum = 0;
        for (int i = from; i < dim; i++) {
            sum += get(memory.keys(), key + i, memory.keyScales() != null, memory.bfloat16()) * queries[head * dim + i];
        }
        return sum;
    }

    /** Scores of one head to the exponentials of their distance to the largest, in place; gives their sum. */
    private float exponentials(int start) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = start; i < start + context; i++) {
            max = Math.max(max, weights[i]);
        }
        int whole = Lanes.bound(context);
        FloatVector sums = FloatVector.zero(Lanes.FLOATS);
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector e = Lanes.exp(FloatVector.fromArray(Lanes.FLOATS, weights, start + i).sub(max));
            e.intoArray(weights, start + i);
            sums = sums.add(e);
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        for (int i = start + whole; i < start + context; i++) {
            weights[i] = (float) Math.exp((double) weights[i] - max);
            sum += weights[i];
        }
        return sum;
    }

    private void fourSums(int head) {
        MemorySegment values = memory.values();
        boolean codes = memory.valueScales() != null;
        boolean bfloat16 = memory.bfloat16();
        int whole = Lanes.bound(dim);
        int w = head * context;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector a = FloatVector.zero(Lanes.FLOATS);
            FloatVector b = a;
            FloatVector c = a;
            FloatVector d = a;
            for (int position = 0; position < context; position++) {
                FloatVector v = load(values, at[position] + i, codes, bfloat16);
                a = v.fma(FloatVector.broadcast(Lanes.FLOATS, weights[w + position]), a);
                b = v.fma(FloatVector.broadcast(Lanes.FLOATS, weights[w + context + position]), b);
                c = v.fma(FloatVector.broadcast(Lanes.FLOATS, weights[w + 2 * context + position]), c);
                d = v.fma(FloatVector.broadcast(Lanes.FLOATS, weights[w + 3 * context + position]), d);
            }
            a.intoArray(sums, head * dim + i);
            b.intoArray(sums, (head + 1) * dim + i);
            c.intoArray(sums, (head + 2) * dim + i);
            d.intoArray(sums, (head + 3) * dim + i);
        }
        for (int other = head; other < head + TOGETHER; other++) {
            restOfSums(other, whole);
        }
    }

    private void restOfSums(int head, int from) {
        for (int i = from; i < dim; i++) {
            float sum = 0;
            for (int position = 0; position < context; position++) {
                sum += weights[head * context + position]
                        * get(memory.values(), at[position] + i, memory.valueScales() != null, memory.bfloat16());
            }
            sums[head * dim + i] = sum;
        }
    }
}
