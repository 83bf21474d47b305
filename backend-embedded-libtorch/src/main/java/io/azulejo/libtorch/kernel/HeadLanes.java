package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import jdk.incubator.vector.FloatVector;

/** The heads of a row that share a key head, side by side in the lanes of vectors: their queries, and their scores. */
final class HeadLanes {

    private HeadLanes() {}

    /**
     * Puts queries of bfloat16 beside each other; lanes that are no head's get zeros.
     *
     * @param first index of the first head's first number
     * @param to address of [dim / 2, lanes, 2], written
     */
    @SuppressWarnings("TooManyParameters")
    static void turn(MemorySegment queries, long first, int heads, int dim, int lanes, long to) {
        for (int pair = 0; pair < dim / 2; pair++) {
            for (int lane = 0; lane < lanes; lane++) {
                Kernels.MEMORY.set(ValueLayout.JAVA_INT, to + Integer.BYTES * ((long) pair * lanes + lane), lane < heads
                        ? queries.get(ValueLayout.JAVA_INT_UNALIGNED,
                                Short.BYTES * (first + (long) lane * dim + 2L * pair))
                        : 0);
            }
        }
    }

    /** Where a position's score of a head lies, in float32. */
    static long at(long scores, int lanes, int position, int lane) {
        return scores + Float.BYTES * ((long) position * lanes + lane);
    }

    /** A position's scores of a vector of heads. */
    static FloatVector score(long scores, int lanes, int position, int lane) {
        return FloatVector.fromMemorySegment(Lanes.FLOATS, Kernels.MEMORY, at(scores, lanes, position, lane),
                Lanes.ORDER);
    }

    /**
     * The largest score of each of a vector of heads.
     *
     * @param scores address of [at least context, lanes] in float32
     */
    static FloatVector largest(long scores, int lanes, int context, int lane) {
        FloatVector a = score(scores, lanes, 0, lane);
        FloatVector b = a;
        int position = 0;
        for (; position + 1 < context; position += 2) {
            a = a.max(score(scores, lanes, position, lane));
            b = b.max(score(scores, lanes, position + 1, lane));
        }
        return position < context ? a.max(b).max(score(scores, lanes, position, lane)) : a.max(b);
    }
}
