package io.azulejo.libtorch.kernel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.libtorch.nativelib.LibTorch;

import static java.util.Objects.requireNonNull;

/**
 * oneDNN's product of two small matrices in bfloat16 or float32, summed in float32: what LibTorch's own kernels are made of,
 * by the functions that it exports for them ({@code at::native::cpublas::brgemm}). It works on one thread, in the
 * processor's caches, at the speed of its multipliers.
 * <p>
 * In bfloat16 the right matrix lies in pairs of rows: [rows / 2, columns, 2].
 */
final class BlockProduct {

    private static final Logger LOG = LoggerFactory.getLogger(BlockProduct.class);
    private static final @Nullable MethodHandle BFLOAT16 = find("bfloat16", "is_avx512_bf16_supportedEv",
            "PKN3c108BFloat16ES5_Pfb").orElse(null);
    private static final @Nullable MethodHandle FLOAT32 = find("float32", "is_avx2_supportedEv", "PKfS3_Pfb")
            .orElse(null);

    private BlockProduct() {}

    /**
     * Whether this LibTorch has the function, on a processor that multiplies this type. On others that of bfloat16 would end
     * the process, since nothing catches what it throws, and that of float32 is slow.
     */
    static boolean present(boolean bfloat16) {
        return (bfloat16 ? BFLOAT16 : FLOAT32) != null;
    }

    /** Whether bfloat16 is multiplied by Intel's AMX, many times as fast as by vectors. */
    static boolean multipliesTiles() {
        return present(true) && has(SymbolLookup.loaderLookup(), "is_amx_tile_supportedEv").orElse(false);
    }

    /**
     * c = a * b, or c += a * b.
     *
     * @param bfloat16 whether a and b are in bfloat16, else in float32
     * @param a address of [rows, inner]
     * @param aRow numbers from one row of a to the next
     * @param b address of [inner / 2, columns, 2] in bfloat16, of [inner, columns] in float32
     * @param bRow from one pair of rows of b to the next in pairs, or from one row to the next in numbers
     * @param c address of [rows, columns] in float32
     * @param cRow numbers from one row of c to the next
     * @param add whether c is added to
     */
    @SuppressWarnings("TooManyParameters")
    static void multiply(boolean bfloat16, int rows, int columns, int inner, long a, long aRow, long b, long bRow,
            long c, long cRow, boolean add) {
        try {
            // Each handle is a constant at its call: the compiler makes a plain call of it.
            if (bfloat16) {
                requireNonNull(BFLOAT16).invokeExact((long) rows, (long) columns, (long) inner, aRow, bRow, cRow, add,
                        a, b, c, true);
            } else {
                requireNonNull(FLOAT32).invokeExact((long) rows, (long) columns, (long) inner, aRow, bRow, cRow, add, a,
                        b, c, false);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("oneDNN's product of blocks cannot be called", e);
        }
    }

    private static Optional<MethodHandle> find(String type, String ability, String parameters) {
        LibTorch.load();
        if (limited()) {
            return Optional.empty();
        }
        SymbolLookup library = SymbolLookup.loaderLookup();
        Optional<Boolean> multiplies = has(library, ability);
        Optional<MemorySegment> product = library.find("_ZN2at6native7cpublas6brgemmEllllllb" + parameters);
        if (multiplies.isEmpty() || product.isEmpty()) {
            LOG.info("LibTorch exports no product of blocks in {} here; many rows take longer", type);
            return Optional.empty();
        }
        return multiplies.get() ? product.map(BlockProduct::handle) : Optional.empty();
    }

    /** Whether the processor has an ability; nothing where LibTorch does not tell. */
    private static Optional<Boolean> has(SymbolLookup library, String ability) {
        return library.find("_ZN2at3cpu" + (ability.length() - 2) + ability).map(check -> {
            try {
                return (boolean) Linker.nativeLinker()
                        .downcallHandle(check, FunctionDescriptor.of(ValueLayout.JAVA_BOOLEAN)).invokeExact();
            } catch (Throwable e) {
                throw new IllegalStateException("LibTorch cannot be asked for the processor's abilities", e);
            }
        });
    }

    /** Whether oneDNN was told to use less than the processor has. */
    private static boolean limited() {
        return Stream.of("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA").anyMatch(name -> System.getenv(name) != null);
    }

    private static MethodHandle handle(MemorySegment function) {
        // Addresses are handed over as numbers: an object for each would be made for each call.
        return Linker.nativeLinker().downcallHandle(function, FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_BOOLEAN, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_BOOLEAN));
    }
}
