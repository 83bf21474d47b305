package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import jdk.incubator.vector.FloatVector;

/**
 * What {@link HeadGroup} computes, by {@link BlockProduct}, of keys and values in bfloat16: the keys of a block are
 * multiplied with the queries of all heads as they lie in the cache.
 */
final class TiledGroup {

    /** Positions that are worked on at a time. */
    private static final int KEYS = 64;
    /** Positions are filled up to a multiple of this, so that few shapes of products are asked for. */
    private static final int KEY_STEP = 16;

    private final HeadGroup.Memory from;
    private final PagedAttention.Shape shape;
    private final int[] blocks;
    private final int context;
    private final int kvHead;
    private final int heads;
    /** The heads, filled up to whole vectors. */
    private final int lanes;
    private final int dim;
    private final long firstQuery;
    private final long firstOut;
    private final float scale;

    /** Bytes: sums [lanes, dim], queries [dim / 2, lanes, 2], weights [lanes, KEYS], values [KEYS / 2, dim, 2], scores. */
    private final MemorySegment memory;
    private final long queries;
    private final long weights;
    private final long values;
    /** [context filled up to whole blocks, lanes] in float32. */
    private final long scores;

    TiledGroup(HeadGroup.Memory from, PagedAttention.Shape shape, PagedAttention.Reader reader, int kvHead) {
        this.from = from;
        this.shape = shape;
        this.kvHead = kvHead;
        blocks = reader.blocks();
        context = reader.context();
        heads = shape.heads() / shape.kvHeads();
        lanes = Math.ceilDiv(heads, Lanes.COUNT) * Lanes.COUNT;
        dim = shape.headDim();
        firstQuery = reader.row() * from.stride() + (long) kvHead * heads * dim;
        firstOut = ((long) reader.row() * shape.heads() + (long) kvHead * heads) * dim;
        scale = (float) (Lanes.LOG2_E / Math.sqrt((double) dim));
        queries = 4L * lanes * dim;
        weights = queries + 2L * lanes * dim;
        values = weights + 2L * lanes * KEYS;
        scores = values + 2L * KEYS * dim;
        int filled = Math.ceilDiv(context, shape.blockSize()) * shape.blockSize();
        memory = Scratch.floats(scores / 4 + (long) filled * lanes);
    }

    /** Whether such a cache can be read here. */
    static boolean serves(HeadGroup.Memory memory, PagedAttention.Shape shape) {
        return memory.keyScales() == null && memory.bfloat16() && shape.headDim() % KEY_STEP == 0
                && BlockProduct.present();
    }

    void forward() {
        turnQueries();
        scores();
        float[] largest = new float[lanes];
        float[] totals = new float[lanes];
        for (int lane = 0; lane < lanes; lane += Lanes.COUNT) {
            largest(lane).intoArray(largest, lane);
        }
        for (int key = 0; key < context; key += KEYS) {
            int count = Math.min(KEYS, context - key);
            int filled = Math.ceilDiv(count, KEY_STEP) * KEY_STEP;
            for (int lane = 0; lane < lanes; lane += Lanes.COUNT) {
                weigh(key, count, filled, lane, FloatVector.fromArray(Lanes.FLOATS, largest, lane), totals);
            }
            pairValues(key, count, filled);
            BlockProduct.multiply(lanes, dim, filled, memory.address() + weights, KEYS, memory.address() + values, dim,
                    memory.address(), dim, key > 0);
        }
        for (int head = 0; head < heads; head++) {
            put(head, 1 / totals[head]);
        }
    }

    /** [heads, dim] to [dim / 2, lanes, 2]. */
    private void turnQueries() {
        for (int pair = 0; pair < dim / 2; pair++) {
            for (int lane = 0; lane < lanes; lane++) {
                memory.set(ValueLayout.JAVA_INT, queries + 4L * ((long) pair * lanes + lane), lane < heads
                        ? from.queries().get(ValueLayout.JAVA_INT_UNALIGNED,
                                2 * (firstQuery + (long) lane * dim + 2L * pair))
                        : 0);
            }
        }
    }

    private void scores() {
        int size = shape.blockSize();
        int count = Math.ceilDiv(context, size);
        int most = Math.max(1, KEYS / size);
        for (int block = 0; block < count;) {
            int run = 1;
            while (run < most && block + run < count && blocks[block + run] == blocks[block] + run) {
                run++;
            }
            BlockProduct.multiply(run * size, lanes, dim, from.keys().address() + 2 * number(block * size),
                    (long) shape.kvHeads() * dim, memory.address() + queries, lanes,
                    memory.address() + scores + 4L * block * size * lanes, lanes, false);
            block += run;
        }
    }

    /** The index of a position's first number in the cache. */
    private long number(int position) {
        long slot = (long) blocks[position / shape.blockSize()] * shape.blockSize() + position % shape.blockSize();
        return (slot * shape.kvHeads() + kvHead) * dim;
    }

    private FloatVector largest(int lane) {
        FloatVector a = score(0, lane);
        FloatVector b = a;
        int position = 0;
        for (; position + 1 < context; position += 2) {
            a = a.max(score(position, lane));
            b = b.max(score(position + 1, lane));
        }
        return position < context ? a.max(b).max(score(position, lane)) : a.max(b);
    }

    private FloatVector score(int position, int lane) {
        return FloatVector.fromMemorySegment(Lanes.FLOATS, memory, scores + 4L * ((long) position * lanes + lane),
                Lanes.ORDER);
    }

    /** Scores of some positions to weights in bfloat16, turned; zeros where there are no positions. */
    private void weigh(int first, int count, int filled, int lane, FloatVector largest, float[] totals) {
        FloatVector factor = FloatVector.broadcast(Lanes.FLOATS, scale);
        FloatVector shift = largest.mul(-scale);
        FloatVector total = FloatVector.fromArray(Lanes.FLOATS, totals, lane);
        for (int i = 0; i < count; i++) {
            FloatVector weight = Lanes.powerOfTwo(score(first + i, lane).fma(factor, shift));
            total = total.add(weight);
            // What was read is not needed again: its place takes the weights until they are turned.
            weight.intoMemorySegment(memory, scores + 4L * ((long) (first + i) * lanes + lane), Lanes.ORDER);
        }
        total.intoArray(totals, lane);
        for (int head = lane; head < lane + Lanes.COUNT; head++) {
            long to = weights / 2 + (long) head * KEYS;
            for (int i = 0; i < filled; i++) {
                Lanes.put(i < count ? Lanes.get(memory, scores / 4 + (long) (first + i) * lanes + head, false) : 0,
                        memory, to + i, true);
            }
        }
    }

    private void pairValues(int first, int count, int filled) {
        MemorySegment cached = from.values();
        int i = 0;
        for (; i + 1 < count; i += 2) {
            pair(cached, number(first + i), number(first + i + 1), values + 2L * i * dim);
        }
        if (i < count) {
            long at = number(first + i);
            for (int j = 0; j < dim; j++) {
                memory.set(ValueLayout.JAVA_INT, values + 2L * i * dim + 4L * j,
                        Short.toUnsignedInt(cached.get(ValueLayout.JAVA_SHORT, 2 * (at + j))));
            }
            i += 2;
        }
        if (i < filled) {
            memory.asSlice(values + 2L * i * dim, 2L * (filled - i) * dim).fill((byte) 0);
        }
    }

    private void pair(MemorySegment cached, long low, long high, long to) {
        for (int i = 0; i < dim; i += Lanes.COUNT) {
            Lanes.pair(cached, low + i, high + i).intoMemorySegment(memory, to + 4L * i, Lanes.ORDER);
        }
    }

    private void put(int head, float share) {
        for (int i = 0; i < dim; i += Lanes.COUNT) {
            Lanes.store(Lanes.load(memory, (long) head * dim + i, false).mul(share), from.out(),
                    firstOut + (long) head * dim + i, true);
        }
    }
}
