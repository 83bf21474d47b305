package io.azulejo.libtorch.nativelib;

import java.lang.foreign.MemorySegment;

import org.bytedeco.javacpp.Pointer;

/**
 * Memory full of zeros whose pages the system hands out when they are first touched: a large cache costs no time at its
 * start, and no memory before it is used.
 *
 * @param segment aligned for vectors
 */
public record ZeroedMemory(Pointer allocated, MemorySegment segment) implements AutoCloseable {

    private static final long ALIGNMENT = 64;

    /** @throws OutOfMemoryError where the system refuses */
    public static ZeroedMemory allocate(long bytes) {
        Pointer allocated = Pointer.calloc(1, bytes + ALIGNMENT);
        if (allocated == null || allocated.isNull()) {
            throw new OutOfMemoryError("The system has no " + bytes + " bytes of memory.");
        }
        long aligned = (allocated.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return new ZeroedMemory(allocated, MemorySegment.ofAddress(aligned).reinterpret(bytes));
    }

    @Override
    public void close() {
        Pointer.free(allocated);
    }
}
