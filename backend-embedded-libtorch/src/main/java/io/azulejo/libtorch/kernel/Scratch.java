package io.azulejo.libtorch.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Memory that a thread works in, its own and used again: what lies in it is gone at the next call. */
final class Scratch {

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    private MemorySegment owned = MemorySegment.NULL;
    /** Without bounds, as all memory that kernels write: nothing is left to be checked in their loops. */
    private MemorySegment unbounded = MemorySegment.NULL;

    private Scratch() {}

    /** So many numbers of float32; what they are is not said. */
    static MemorySegment floats(long count) {
        Scratch scratch = OF_THREAD.get();
        long bytes = count * ValueLayout.JAVA_FLOAT.byteSize();
        if (scratch.owned.byteSize() < bytes) {
            scratch.owned = Arena.ofAuto().allocate(bytes, 64);
            scratch.unbounded = MemorySegment.ofAddress(scratch.owned.address()).reinterpret(Long.MAX_VALUE);
        }
        return scratch.unbounded;
    }
}
