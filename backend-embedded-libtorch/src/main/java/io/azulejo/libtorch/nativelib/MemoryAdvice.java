package io.azulejo.libtorch.nativelib;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

import org.jspecify.annotations.Nullable;

/** What the operating system is told of memory ({@code madvise}); where it does not listen, all goes on as without. */
public enum MemoryAdvice {

    /**
     * Not needed now. Pages of a mapped file come back from it when they are read again; only such, read-only, are discarded
     * without loss.
     */
    DISCARD(4),
    /** Worth huge pages, which Linux gives only where they are asked for in most distributions. */
    HUGE_PAGES(14);

    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");
    /** No page of the platforms that LibTorch runs on is larger; a smaller step would be refused on some. */
    private static final long PAGE = 64 << 10;
    private static final @Nullable MethodHandle MADVISE = find();

    private final int number;

    MemoryAdvice(int number) {
        this.number = number;
    }

    /** Gives this advice for the pages that lie wholly in a piece of memory. */
    public void give(MemorySegment memory) {
        long start = (memory.address() + PAGE - 1) / PAGE * PAGE;
        long end = (memory.address() + memory.byteSize()) / PAGE * PAGE;
        // Other systems number what they have beyond the first few in their own ways.
        if (MADVISE == null || start >= end || (this == HUGE_PAGES && !LINUX)) {
            return;
        }
        try {
            int _ = (int) MADVISE.invokeExact(MemorySegment.ofAddress(start), end - start, number);
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
