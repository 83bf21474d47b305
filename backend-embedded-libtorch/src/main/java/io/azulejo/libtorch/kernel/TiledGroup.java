package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import jdk.incubator.vector.FloatVector;

/**
 * What {@link HeadGroup} computes, by {@link BlockProduct}, of keys and values in bfloat16: the keys of a block are
 * multiplied with the queries of all heads as they lie in the cache.
 */
final class TiledGroup {

    /** Positions whose weights are worked on at a time. */
    private static final int KEYS = 64;
    /** Positions whose scores are asked for at a time, where blocks follow each other. */
    private static final int SCORES = 256;
    /** Positions that are fetched at a time: no more than the processor's second cache holds. */
    private static final int FETCHED = 2048;
    private static final int LINE_BYTES = 64;
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

    /**
     * Bytes: sums [lanes, dim], queries [dim / 2, lanes, 2], weights [lanes, KEYS], the same while they are turned [KEYS / 2,
     * lanes, 2], values [KEYS / 2, dim, 2], scores.
     */
    private final MemorySegment memory;
    private final long address;
    /** The indexes in the cache of the positions that are worked on. */
    private final long[] places = new long[KEYS];
    private final long queries;
    private final long weights;
    private final long turning;
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
        turning = weights + 2L * lanes * KEYS;
        values = turning + 2L * lanes * KEYS;
        scores = values + 2L * KEYS * dim;
        int filled = Math.ceilDiv(context, shape.blockSize()) * shape.blockSize();
        memory = Scratch.floats(scores / 4 + (long) filled * lanes);
        address = memory.address();
    }

    /** Whether such a cache can be read here. */
    static boolean serves(HeadGroup.Memory memory, PagedAttention.Shape shape) {
        return memory.keyScales() == null && memory.bfloat16() && shape.headDim() % KEY_STEP == 0
                && BlockProduct.present(true);
    }

    void forward() {
        HeadLanes.turn(from.queries(), firstQuery, heads, dim, lanes, address + queries);
        scores();
        float[] largest = new float[lanes];
        float[] totals = new float[lanes];
        for (int lane = 0; lane < lanes; lane += Lanes.COUNT) {
            HeadLanes.largest(address + scores, lanes, context, lane).intoArray(largest, lane);
        }
        for (int key = 0; key < context; key += KEYS) {
            int count = Math.min(KEYS, context - key);
            int filled = Math.ceilDiv(count, KEY_STEP) * KEY_STEP;
            for (int lane = 0; lane < lanes; lane += Lanes.COUNT) {
                weigh(key, count, filled, lane, FloatVector.fromArray(Lanes.FLOATS, largest, lane), totals);
            }
            if (key % FETCHED == 0) {
                fetch(from.values(), key / shape.blockSize(),
                        Math.ceilDiv(Math.min(key + FETCHED, context), shape.blockSize()));
            }
            pairValues(key, count, filled);
            BlockProduct.multiply(true, lanes, dim, filled, address + weights, KEYS, address + values, dim,
                    address, dim, key > 0);
        }
        for (int head = 0; head < heads; head++) {
            put(head, 1 / totals[head]);
        }
    }

    /**
     * Brings keys or values of some blocks into the processor's cache, many lines at once: what reads them afterwards would
     * wait for a few at a time, which takes up to three times as long.
     */
    private void fetch(MemorySegment cached, int first, int end) {
        int touched = 0;
        long stride = 2L * shape.kvHeads() * dim;
        for (int block = first; block < end; block++) {
            long at = cached.address() + 2 * number(block);
            for (int i = 0; i < shape.blockSize(); i++, at += stride) {
                for (int line = 0; line < 2 * dim; line += LINE_BYTES) {
                    touched += Kernels.MEMORY.get(ValueLayout.JAVA_BYTE, at + line);
                }
            }
        }
        // Kept, so that the compiler cannot leave the reads out.
        memory.set(ValueLayout.JAVA_INT, turning, touched);
    }

    private void scores() {
        int size = shape.blockSize();
        int count = Math.ceilDiv(context, size);
        int mostFetched = Math.max(1, FETCHED / size);
        int most = Math.max(1, SCORES / size);
        for (int first = 0; first < count; first += mostFetched) {
            int end = Math.min(first + mostFetched, count);
            fetch(from.keys(), first, end);
            for (int block = first; block < end;) {
                int run = 1;
                while (run < most && block + run < end && blocks[block + run] == blocks[block] + run) {
                    run++;
                }
                BlockProduct.multiply(true, run * size, lanes, dim, from.keys().address() + 2 * number(block),
                        (long) shape.kvHeads() * dim, address + queries, lanes,
                        address + scores + 4L * block * size * lanes, lanes, false);
                block += run;
            }
        }
    }

    /** The index in the cache of a block's first number. */
    private long number(int block) {
        return ((long) blocks[block] * shape.blockSize() * shape.kvHeads() + kvHead) * dim;
    }

    /** Scores of some positions to weights in bfloat16, turned; zeros where there are no positions. */
    private void weigh(int first, int count, int filled, int lane, FloatVector largest, float[] totals) {
        FloatVector factor = FloatVector.broadcast(Lanes.FLOATS, scale);
        FloatVector shift = largest.mul(-scale);
        FloatVector none = FloatVector.zero(Lanes.FLOATS);
        FloatVector total = FloatVector.fromArray(Lanes.FLOATS, totals, lane);
        for (int i = 0; i < filled; i += 2) {
            FloatVector even = i < count
                    ? Lanes.powerOfTwo(HeadLanes.score(address + scores, lanes, first + i, lane).fma(factor, shift))
                    : none;
            FloatVector odd = i + 1 < count
                    ? Lanes.powerOfTwo(HeadLanes.score(address + scores, lanes, first + i + 1, lane).fma(factor, shift))
                    : none;
            total = total.add(even.add(odd));
            Lanes.pair(even, odd).intoMemorySegment(Kernels.MEMORY, address + turning + 2L * i * lanes + 4L * lane,
                    Lanes.ORDER);
        }
        total.intoArray(totals, lane);
        for (int head = lane; head < lane + Lanes.COUNT; head++) {
            for (int i = 0; i < filled; i += 2) {
                Kernels.MEMORY.set(ValueLayout.JAVA_INT, address + weights + 2L * ((long) head * KEYS + i),
                        Kernels.MEMORY.get(ValueLayout.JAVA_INT, address + turning + 2L * i * lanes + 4L * head));
            }
        }
    }

    /** Values to pairs of positions; a position that is none has zeros. */
    private void pairValues(int first, int count, int filled) {
        findPlaces(first, count);
        MemorySegment cached = from.values();
        long cache = cached.address() / Short.BYTES;
        int i = 0;
        for (; i + 1 < count; i += 2) {
            for (int j = 0; j < dim; j += Lanes.COUNT) {
                Lanes.pair(Kernels.MEMORY, cache + places[i] + j, cache + places[i + 1] + j)
                        .intoMemorySegment(Kernels.MEMORY, address + values + 2L * i * dim + 4L * j, Lanes.ORDER);
            }
        }
        memory.asSlice(values + 2L * i * dim, 2L * (filled - i) * dim).fill((byte) 0);
        for (int j = 0; i < count && j < dim; j++) {
            memory.set(ValueLayout.JAVA_SHORT, values + 2L * i * dim + 4L * j,
                    cached.get(ValueLayout.JAVA_SHORT, 2 * (places[i] + j)));
        }
    }

    private void findPlaces(int first, int count) {
        int size = shape.blockSize();
        int block = first / size;
        int inBlock = first % size;
        for (int i = 0; i < count; i++) {
            places[i] = (((long) blocks[block] * size + inBlock) * shape.kvHeads() + kvHead) * dim;
            if (++inBlock == size) {
                inBlock = 0;
                block++;
            }
        }
    }

    private void put(int head, float share) {
        for (int i = 0; i < dim; i += Lanes.COUNT) {
            Lanes.store(Lanes.load(memory, (long) head * dim + i, false).mul(share), from.out(),
                    firstOut + (long) head * dim + i, true);
        }
    }
}
