package io.azulejo.libtorch.kernel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.tensor.TensorScope;

/**
 * Products of rows in bfloat16 with a {@link StripMatrix}, as fast as memory gives the weights: each comes from there once and
 * meets all rows, by {@link RowsCode}. A row's sums are made in the same order whatever rows are beside it.
 */
public final class PairRows {

    /** Beyond these the multipliers are what is waited for, and {@link PairTiles} uses them better. */
    private static final int MOST_ROWS = 2 * RowsCode.MOST_ROWS;
    /** The same where weights are codes, which would have to be spelled out. */
    private static final int MOST_ROWS_OF_CODES = 6 * RowsCode.MOST_ROWS;
    /** Bytes of weights in a piece of work: what stays in the second cache for the rows that a first pass leaves. */
    private static final long PIECE_BYTES = 1 << 19;
    /** Bytes that are worth another thread's while. */
    private static final long LEAST_BYTES = 1 << 17;
    private static final int TILE = StripMatrix.TILE;

    private static final MethodHandle MULTIPLY = Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    /** For one row, for two and so on, of 16, 8 and 4 bits each; none where they cannot be used. */
    private static final List<MemorySegment> CODE = MachineCode.possible()
            ? MachineCode.load(IntStream.rangeClosed(1, RowsCode.MOST_ROWS).boxed()
                    .flatMap(rows -> Stream.of(16, 8, 4).map(bits -> RowsCode.of(bits, rows))).toList())
                    .orElse(List.of())
            : List.of();

    private final StripMatrix matrix;
    private final long address;
    private final List<Pass> passes;
    private final PanelSums sums;
    private final boolean gated;
    /** Pairs of inputs, or groups where there are codes. */
    private final long steps;

    private PairRows(Tensor x, StripMatrix matrix, PanelSums sums) {
        this.matrix = matrix;
        this.sums = sums;
        address = matrix.data().data_ptr().address();
        steps = (long) matrix.groups() * (matrix.bits() == 16 ? StripMatrix.GROUP / 2 : 1);
        gated = sums instanceof PanelSums.Gated;
        int rows = (int) x.size(0);
        int count = Math.ceilDiv(rows, RowsCode.MOST_ROWS);
        passes = IntStream.range(0, count)
                .mapToObj(pass -> Pass.of(x, matrix, pass * rows / count, (pass + 1) * rows / count)).toList();
    }

    /** Rows that go through the weights together. */
    private record Pass(int firstRow, int rows, Tensor inputs, long address, MemorySegment code) {

        static Pass of(Tensor x, StripMatrix matrix, int first, int end) {
            int rows = end - first;
            // A row by itself is turned as it is.
            Tensor inputs = rows == 1 && matrix.bits() == 16 && matrix.inputs() % StripMatrix.GROUP == 0
                    ? x.narrow(0, first, 1)
                    : RowInputs.of(x, first, rows, matrix);
            int kind = matrix.bits() == 16 ? 0 : matrix.bits() == 8 ? 1 : 2;
            return new Pass(first, rows, inputs, inputs.data_ptr().address(), CODE.get(3 * (rows - 1) + kind));
        }
    }

    /** Whether these rows can be multiplied with this matrix here, and soonest by this. */
    public static boolean serves(Tensor x, StripMatrix matrix) {
        return !CODE.isEmpty() && matrix.inputs() % 2 == 0
                && x.size(0) <= (matrix.bits() == 16 ? MOST_ROWS : MOST_ROWS_OF_CODES) && Kernels.isBfloat16(x);
    }

    /**
     * @param x [rows, inputs] in bfloat16, contiguous
     * @param bias [outputs] of the same type, or null
     * @return [rows, outputs] of that type; belongs to the scope this is called in
     */
    public static Tensor forward(Tensor x, StripMatrix matrix, @Nullable Tensor bias) {
        Tensor out = x.new_empty(x.size(0), matrix.outputs());
        run(x, matrix, bias == null ? PanelSums.Plain.to(out) : PanelSums.Biased.to(out, bias));
        return out;
    }

    /**
     * SiLU of the first half of the outputs times their second half, each of which fills tiles.
     *
     * @param x [rows, inputs] in bfloat16, contiguous
     * @return [rows, outputs / 2] of the same type; belongs to the scope this is called in
     */
    public static Tensor gated(Tensor x, StripMatrix matrix) {
        Tensor out = x.new_empty(x.size(0), matrix.outputs() / 2);
        run(x, matrix, PanelSums.Gated.to(out));
        return out;
    }

    private static void run(Tensor x, StripMatrix matrix, PanelSums sums) {
        try (TensorScope _ = TensorScope.open()) {
            PairRows product = new PairRows(x, matrix, sums);
            int tiles = Math.ceilDiv(matrix.outputs(), TILE) / (product.gated ? 2 : 1);
            long bytes = matrix.blocks() * matrix.stripBytes() * (StripMatrix.BLOCK / matrix.outputsPerStrip());
            int pieces = pieces(bytes, tiles);
            Parallel.forEach(pieces, piece -> product.tiles((int) ((long) piece * tiles / pieces),
                    (int) ((piece + 1L) * tiles / pieces)));
        }
    }

    /** As many for each thread; a small matrix goes to all alike. */
    private static int pieces(long bytes, int tiles) {
        int threads = Parallel.threads();
        long each = Math.ceilDiv(bytes, PIECE_BYTES * threads);
        return (int) Math.clamp(bytes / LEAST_BYTES, 1, Math.min(tiles, each * threads));
    }

    private void tiles(int first, int end) {
        int count = end - first;
        int columns = gated ? 2 * TILE : TILE;
        for (Pass pass : passes) {
            long numbers = (long) count * pass.rows * columns;
            MemorySegment scratch = Scratch.floats(numbers);
            scratch.asSlice(0, Float.BYTES * numbers).fill((byte) 0);
            multiply(pass, first * TILE, count, scratch.address(), columns);
            if (gated) {
                multiply(pass, matrix.outputs() / 2 + first * TILE, count,
                        scratch.address() + (long) TILE * Float.BYTES, columns);
            }
            for (int tile = 0; tile < count; tile++) {
                sums.put(scratch, (long) tile * pass.rows * columns, columns, pass.firstRow, pass.rows,
                        (first + tile) * TILE);
            }
        }
    }

    /** @param sums address of [tiles, rows, columns] in float32; some columns of each row are added to */
    private void multiply(Pass pass, int firstOutput, int count, long sums, int columns) {
        try {
            MULTIPLY.invokeExact(pass.code, address + matrix.at(firstOutput, 0), pass.address,
                    steps, sums, (long) columns * Float.BYTES, (long) count);
        } catch (Throwable e) {
            throw new IllegalStateException("Machine code cannot be called", e);
        }
    }
}
