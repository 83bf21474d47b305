package io.azulejo.libtorch.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Memory that a thread works in, its own and used again: what lies in it is gone at the next call. */
final class Scratch {

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    private final Memory panel = new Memory();
    private final Memory spelled = new Memory();

    private Scratch() {}

    /** So many numbers of float32, for a few weights and sums; what they are is not said. */
    static MemorySegment panel(long floats) {
        return OF_THREAD.get().panel.floats(floats);
    }

    /** So many numbers of float32, for a matrix spelled out; what they are is not said. */
    static MemorySegment spelled(long floats) {
        return OF_THREAD.get().spelled.floats(floats);
    }

    private static final class Memory {

        private MemorySegment owned = MemorySegment.NULL;
        /** Without bounds, as all memory that kernels read: nothing is left to be checked in their loops. */
        private MemorySegment unbounded = MemorySegment.NULL;

        MemorySegment floats(long count) {
            long bytes = count * ValueLayout.JAVA_FLOAT.byteSize();
            if (owned.byteSize() < bytes) {
                owned = Arena.ofAuto().allocate(bytes, 64);
                unbounded = MemorySegment.ofAddress(owned.address()).reinterpret(Long.MAX_VALUE);
            }
            return unbounded;
        }
    }
}
