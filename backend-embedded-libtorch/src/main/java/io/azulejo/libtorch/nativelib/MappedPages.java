package io.azulejo.libtorch.nativelib;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

import org.jspecify.annotations.Nullable;

/** What the operating system is told of mapped files. */
public final class MappedPages {

    /** No page of the platforms that LibTorch runs on is larger; a smaller step would be refused on some. */
    private static final long PAGE = 64 << 10;
    private static final int DONT_NEED = 4;
    private static final @Nullable MethodHandle MADVISE = find();

    private MappedPages() {}

    /**
     * Takes the pages that lie wholly in a read-only part of a mapped file out of the process's memory; they come back
     * from the file when they are read again. Does nothing where the system has no {@code madvise}.
     */
    public static void discard(MemorySegment mapped) {
        long start = (mapped.address() + PAGE - 1) / PAGE * PAGE;
        long end = (mapped.address() + mapped.byteSize()) / PAGE * PAGE;
        if (MADVISE == null || start >= end) {
            return;
        }
        try {
            // Advice: where it is not taken, the pages only stay a while longer.
            int _ = (int) MADVISE.invokeExact(MemorySegment.ofAddress(start), end - start, DONT_NEED);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable MethodHandle find() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup().find("madvise").map(function -> linker.downcallHandle(function,
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT)))
                .orElse(null);
    }
}
