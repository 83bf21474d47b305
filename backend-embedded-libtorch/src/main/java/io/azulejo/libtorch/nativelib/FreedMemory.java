package io.azulejo.libtorch.nativelib;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** Memory that LibTorch has freed and that the C library's allocator still keeps. */
public final class FreedMemory {

    private FreedMemory() {}

    /**
     * Gives it back to the system. glibc keeps tens of MiB for each thread that ever allocated; elsewhere there is no
     * such call, and nothing happens.
     */
    public static void giveBack() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> trim = linker.defaultLookup().find("malloc_trim");
        if (trim.isEmpty()) {
            return;
        }
        var function = linker.downcallHandle(trim.get(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
        try {
            int _ = (int) function.invokeExact(0L);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
