package io.azulejo.libtorch.nativelib;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;

/** Memory that LibTorch has freed and that the C library's allocator still keeps. Only glibc's is told; elsewhere nothing happens. */
public final class FreedMemory {

    // From glibc's malloc.h.
    private static final int TRIM_THRESHOLD = -1;
    private static final int MMAP_THRESHOLD = -3;
    /** Bytes of what comes from the system by itself and goes back as soon as it is freed. */
    private static final int WHILE_LOADING = 1 << 20;
    /** Where glibc's own choice ends up when it has seen the tensors of some steps: those of the next find their memory there. */
    private static final int AFTERWARDS = 1 << 25;

    private static final AtomicInteger LOADING = new AtomicInteger();

    private FreedMemory() {}

    /** Gives it back to the system: glibc keeps tens of MiB for each thread that ever allocated. */
    public static void giveBack() {
        call("malloc_trim", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG), 0L);
    }

    /**
     * Weights as they are stored are freed once they are laid out: until this is closed they go back to the system one by one,
     * in place of a quarter of them being kept for good.
     */
    public static Loading whileLoading() {
        if (LOADING.getAndIncrement() == 0) {
            option(MMAP_THRESHOLD, WHILE_LOADING);
        }
        return new Loading();
    }

    /** A load. */
    public static final class Loading implements AutoCloseable {

        private Loading() {}

        @Override
        public void close() {
            if (LOADING.decrementAndGet() == 0) {
                option(MMAP_THRESHOLD, AFTERWARDS);
                option(TRIM_THRESHOLD, 2 * AFTERWARDS);
                giveBack();
            }
        }
    }

    private static void option(int name, int value) {
        call("mallopt", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), name,
                value);
    }

    private static void call(String function, FunctionDescriptor descriptor, Object... arguments) {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find(function).ifPresent(address -> {
            try {
                linker.downcallHandle(address, descriptor).invokeWithArguments(arguments);
            } catch (Throwable e) {
                throw new IllegalStateException(function + " cannot be called", e);
            }
        });
    }
}
