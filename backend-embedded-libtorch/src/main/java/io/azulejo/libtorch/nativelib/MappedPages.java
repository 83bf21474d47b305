package io.azulejo.libtorch.nativelib;

import java.lang.foreign.MemorySegment;

/** What the operating system is told of mapped files. */
public final class MappedPages {

    private MappedPages() {}

    /**
     * Takes the pages that lie wholly in a read-only part of a mapped file out of the process's memory; they come back
     * from the file when they are read again. Does nothing where the system has no {@code madvise}.
     */
    public static void discard(MemorySegment mapped) {
        MemoryAdvice.DISCARD.give(mapped);
    }
}
