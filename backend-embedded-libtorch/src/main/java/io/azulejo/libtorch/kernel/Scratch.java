package io.azulejo.libtorch.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.jspecify.annotations.Nullable;

/** Memory that a thread works in, its own and used again: what lies in it is gone at the next call. */
final class Scratch {

    private static final ThreadLocal<@Nullable Scratch> OF_THREAD = new ThreadLocal<>();

    private final MemorySegment memory;
    /** Without bounds, as all memory that kernels read: nothing is left to be checked in their loops. */
    private final MemorySegment unbounded;

    private Scratch(long bytes) {
        memory = Arena.ofAuto().allocate(bytes, 64);
        unbounded = MemorySegment.ofAddress(memory.address()).reinterpret(Long.MAX_VALUE);
    }

    /** So many numbers of float32; what they are is not said. */
    static MemorySegment floats(long count) {
        Scratch scratch = OF_THREAD.get();
        if (scratch == null || scratch.memory.byteSize() < count * ValueLayout.JAVA_FLOAT.byteSize()) {
            scratch = new Scratch(count * ValueLayout.JAVA_FLOAT.byteSize());
            OF_THREAD.set(scratch);
        }
        return scratch.unbounded;
    }
}
