package io.azulejo.libtorch.kernel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jdk.incubator.vector.FloatVector;

/**
 * What {@link HeadGroup} computes, of keys and values in bfloat16, by {@link CacheCode}: as fast as memory gives them. Weights are
 * in float32.
 */
final class PagedGroup {

    private static final int LANES = CacheCode.LANES;
    private static final long ROW_BYTES = (long) LANES * Float.BYTES;
    /** Positions in a block for which code of a reasonable size is written. */
    private static final int MOST_POSITIONS = 32;

    private static final MethodHandle CALL = Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final ConcurrentMap<PagedAttention.Shape, Optional<Functions>> FUNCTIONS = new ConcurrentHashMap<>();

    private final HeadGroup.Memory from;
    private final PagedAttention.Shape shape;
    private final Functions functions;
    private final int[] blocks;
    private final int context;
    /** Blocks that have positions of the context. */
    private final int count;
    private final int kvHead;
    private final int heads;
    private final int dim;
    private final long firstQuery;
    private final long firstOut;
    // Addresses of what is worked in.
    private final MemorySegment memory;
    private final long addresses;
    private final long queries;
    private final long sums;
    /** [positions of whole blocks, LANES] */
    private final long scores;

    private record Functions(MemorySegment scores, MemorySegment values) {}

    PagedGroup(HeadGroup.Memory from, PagedAttention.Shape shape, PagedAttention.Reader reader, int kvHead) {
        this.from = from;
        this.shape = shape;
        this.kvHead = kvHead;
        functions = functions(shape).orElseThrow();
        blocks = reader.blocks();
        context = reader.context();
        count = Math.ceilDiv(context, shape.blockSize());
        heads = shape.heads() / shape.kvHeads();
        dim = shape.headDim();
        firstQuery = reader.row() * from.stride() + (long) kvHead * heads * dim;
        firstOut = ((long) reader.row() * shape.heads() + (long) kvHead * heads) * dim;
        long queryBytes = dim / 2 * ROW_BYTES;
        long sumBytes = (long) heads * dim * Float.BYTES;
        long scoreBytes = (long) count * shape.blockSize() * ROW_BYTES;
        long addressBytes = (long) Long.BYTES * (count + CacheCode.AHEAD);
        memory = Scratch.floats((queryBytes + sumBytes + scoreBytes + addressBytes) / Float.BYTES);
        queries = memory.address();
        scores = queries + queryBytes;
        sums = scores + scoreBytes;
        addresses = sums + sumBytes;
    }

    /** Whether such a cache can be read here. */
    static boolean serves(HeadGroup.Memory memory, PagedAttention.Shape shape) {
        return memory.keyScales() == null && memory.bfloat16()
                && shape.heads() / shape.kvHeads() <= CacheCode.MOST_HEADS
                && shape.headDim() % 32 == 0 && shape.blockSize() % CacheCode.POSITIONS == 0
                && shape.blockSize() <= MOST_POSITIONS && functions(shape).isPresent();
    }

    private static Optional<Functions> functions(PagedAttention.Shape shape) {
        return FUNCTIONS.computeIfAbsent(shape, _ -> {
            if (!MachineCode.possible()) {
                return Optional.empty();
            }
            int stride = Short.BYTES * shape.kvHeads() * shape.headDim();
            return MachineCode.load(List.of(CacheCode.scores(shape.blockSize(), stride, shape.headDim()),
                    CacheCode.values(shape.blockSize(), stride, shape.headDim(), shape.heads() / shape.kvHeads())))
                    .map(code -> new Functions(code.getFirst(), code.getLast()));
        });
    }

    void forward() {
        HeadLanes.turn(from.queries(), firstQuery, heads, dim, LANES, queries);
        findBlocks(from.keys());
        call(functions.scores, queries, scores);
        float[] totals = new float[LANES];
        for (int lane = 0; lane < heads; lane += Lanes.COUNT) {
            weigh(lane, HeadLanes.largest(scores, LANES, context, lane)).intoArray(totals, lane);
        }
        long read = ROW_BYTES * context;
        MemorySegment.ofAddress(scores + read).reinterpret(ROW_BYTES * count * shape.blockSize() - read).fill((byte) 0);
        findBlocks(from.values());
        call(functions.values, scores, sums);
        for (int head = 0; head < heads; head++) {
            put(head, 1 / totals[head]);
        }
    }

    private void call(MemorySegment function, long in, long out) {
        try {
            CALL.invokeExact(function, addresses, in, out, (long) count);
        } catch (Throwable e) {
            throw new IllegalStateException("Machine code cannot be called", e);
        }
    }

    /** Where the blocks of keys or values begin for this head; behind the last one there is itself. */
    private void findBlocks(MemorySegment cached) {
        for (int i = 0; i < count + CacheCode.AHEAD; i++) {
            long block = blocks[Math.min(i, count - 1)];
            Kernels.MEMORY.set(ValueLayout.JAVA_LONG, addresses + (long) Long.BYTES * i, cached.address()
                    + Short.BYTES * (block * shape.blockSize() * shape.kvHeads() + kvHead) * dim);
        }
    }

    /** Scores to weights, not yet divided by their sums, which are returned. */
    private FloatVector weigh(int lane, FloatVector largest) {
        FloatVector factor = FloatVector.broadcast(Lanes.FLOATS, (float) (Lanes.LOG2_E / Math.sqrt((double) dim)));
        FloatVector shift = largest.mul(factor).neg();
        FloatVector total = FloatVector.zero(Lanes.FLOATS);
        for (int position = 0; position < context; position++) {
            FloatVector weight = Lanes.powerOfTwo(HeadLanes.score(scores, LANES, position, lane).fma(factor, shift));
            weight.intoMemorySegment(Kernels.MEMORY, HeadLanes.at(scores, LANES, position, lane), Lanes.ORDER);
            total = total.add(weight);
        }
        return total;
    }

    private void put(int head, float share) {
        long sum = (sums - memory.address()) / Float.BYTES + (long) head * dim;
        for (int i = 0; i < dim; i += Lanes.COUNT) {
            Lanes.store(Lanes.load(memory, sum + i, false).mul(share), from.out(), firstOut + (long) head * dim + i,
                    true);
        }
    }
}
