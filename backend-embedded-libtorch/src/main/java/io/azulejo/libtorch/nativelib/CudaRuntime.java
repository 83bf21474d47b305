package io.azulejo.libtorch.nativelib;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalLong;

/**
 * The one question to CUDA's runtime that LibTorch's Java interface cannot ask: how much memory a device has left. The
 * library is the one that LibTorch itself has loaded.
 */
public final class CudaRuntime {

    private static final List<String> LIBRARIES = List.of("libcudart.so.13", "libcudart.so.12", "libcudart.so");

    private CudaRuntime() {}

    /**
     * Free bytes of a device.
     *
     * @return empty where there is no CUDA or it does not answer
     */
    public static OptionalLong freeBytes(int device) {
        if (device >= LibTorch.cudaDevices()) {
            return OptionalLong.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            for (String library : LIBRARIES) {
                try {
                    return freeBytes(SymbolLookup.libraryLookup(library, arena), device, arena);
                } catch (IllegalArgumentException _) {
                    // No library of that name; the next one.
                }
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong freeBytes(SymbolLookup cuda, int device, Arena arena) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor oneInt = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        FunctionDescriptor onePointer = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
        FunctionDescriptor twoPointers = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
                ValueLayout.ADDRESS);
        MemorySegment before = arena.allocate(ValueLayout.JAVA_INT);
        MemorySegment free = arena.allocate(ValueLayout.JAVA_LONG);
        MemorySegment total = arena.allocate(ValueLayout.JAVA_LONG);
        try {
            var getDevice = linker.downcallHandle(cuda.findOrThrow("cudaGetDevice"), onePointer);
            var setDevice = linker.downcallHandle(cuda.findOrThrow("cudaSetDevice"), oneInt);
            var memGetInfo = linker.downcallHandle(cuda.findOrThrow("cudaMemGetInfo"), twoPointers);
            if ((int) getDevice.invokeExact(before) != 0 || (int) setDevice.invokeExact(device) != 0) {
                return OptionalLong.empty();
            }
            int status = (int) memGetInfo.invokeExact(free, total);
            int restored = (int) setDevice.invokeExact(before.get(ValueLayout.JAVA_INT, 0));
            return status == 0 && restored == 0
                    ? OptionalLong.of(free.get(ValueLayout.JAVA_LONG, 0))
                    : OptionalLong.empty();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
