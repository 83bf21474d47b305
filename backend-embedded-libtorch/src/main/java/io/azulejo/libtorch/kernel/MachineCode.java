package io.azulejo.libtorch.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Functions in the processor's own instructions, for the few loops that need some that Java has no name for. They lie in memory
 * that is written first and executable afterwards, never both, and stay as long as the process.
 */
final class MachineCode {

    /** Code may be kept out of a process: {@code -Dazulejo.machine-code=false}. */
    private static final String SWITCH = "azulejo.machine-code";

    private static final Logger LOG = LoggerFactory.getLogger(MachineCode.class);
    private static final int ALIGNMENT = 64;
    // From Linux' mman.h.
    private static final int READ_WRITE = 1 | 2;
    private static final int READ_EXECUTE = 1 | 4;
    private static final int PRIVATE_ANONYMOUS = 2 | 0x20;

    private MachineCode() {}

    /**
     * Whether this is a Linux on x86-64, whose calling convention functions follow, on a processor with AVX-512 and bfloat16, and
     * code is not switched off.
     */
    static boolean possible() {
        return BlockProduct.present(true) && System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64")
                && Boolean.parseBoolean(System.getProperty(SWITCH, "true"));
    }

    /**
     * @return the addresses of the functions, or nothing where the system lets no process make code, which the log tells
     */
    static Optional<List<MemorySegment>> load(List<byte[]> functions) {
        long bytes = functions.stream().mapToLong(function -> aligned(function.length)).sum();
        try {
            MemorySegment memory = map(bytes);
            long at = 0;
            MemorySegment[] addresses = new MemorySegment[functions.size()];
            for (int i = 0; i < addresses.length; i++) {
                MemorySegment.copy(functions.get(i), 0, memory, ValueLayout.JAVA_BYTE, at, functions.get(i).length);
                addresses[i] = memory.asSlice(at);
                at += aligned(functions.get(i).length);
            }
            protect(memory);
            return Optional.of(List.of(addresses));
        } catch (UnsupportedOperationException e) {
            LOG.info("This process may not make code of its own ({}); few rows are multiplied by slower ways",
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static long aligned(int bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * (long) ALIGNMENT;
    }

    private static MemorySegment map(long bytes) {
        MemorySegment memory = (MemorySegment) call("mmap",
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
                MemorySegment.NULL, bytes, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
        if (memory.address() == -1) {
            throw new UnsupportedOperationException("mmap gives no memory");
        }
        return memory.reinterpret(bytes, Arena.global(), null);
    }

    private static void protect(MemorySegment memory) {
        int failed = (int) call("mprotect", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT), memory, memory.byteSize(), READ_EXECUTE);
        if (failed != 0) {
            throw new UnsupportedOperationException("mprotect gives no right to execute");
        }
    }

    private static Object call(String function, FunctionDescriptor descriptor, Object... arguments) {
        Linker linker = Linker.nativeLinker();
        try {
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), descriptor)
                    .invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(function + " cannot be called", e);
        }
    }
}
