package io.azulejo.libtorch.kernel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.stream.IntStream;

/** The functions that {@link TileCode} writes. */
final class TileProduct {

    private static final List<TileCode.End> ENDS = List.of(TileCode.End.values());
    private static final MethodHandle MULTIPLY = Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG), Linker.Option.critical(false));
    /** For one row, for two and so on, with each end; none where they cannot be used. */
    private static final List<MemorySegment> CODE = MachineCode.possible() && !BlockProduct.multipliesTiles()
            ? MachineCode.load(IntStream.rangeClosed(1, TileCode.MOST_ROWS).boxed()
                    .flatMap(rows -> ENDS.stream().map(end -> TileCode.of(rows, end))).toList()).orElse(List.of())
            : List.of();

    private TileProduct() {}

    /** Whether there are functions, on a processor that has nothing faster: Intel's AMX, which oneDNN uses, is. */
    static boolean present() {
        return !CODE.isEmpty();
    }

    /** The function for so many rows, up to {@link TileCode#MOST_ROWS}. */
    static MemorySegment function(int rows, TileCode.End end) {
        return CODE.get((rows - 1) * ENDS.size() + ENDS.indexOf(end));
    }

    /**
     * Multiplies; parameters are addresses as {@link TileCode} tells.
     *
     * @param count of pairs of strips
     */
    @SuppressWarnings("TooManyParameters")
    static void multiply(MemorySegment function, long strips, long x, long out, long bias, long shape, int count) {
        try {
            MULTIPLY.invokeExact(function, strips, x, out, bias, shape, (long) count);
        } catch (Throwable e) {
            throw new IllegalStateException("Machine code cannot be called", e);
        }
    }
}
