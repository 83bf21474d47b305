package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.tensor.TensorScope;

/**
 * Products of many rows in bfloat16 with a {@link StripMatrix}. The weights of a few outputs are spelled out into the
 * processor's cache, where {@link BlockProduct} multiplies them with row after row; they never go back to memory.
 */
public final class PanelProduct {

    /** Outputs of a panel. */
    private static final int OUTPUTS = 64;
    /** Inputs that are spelled out at a time: with {@link #OUTPUTS} an eighth of a cache of a megabyte. */
    private static final int INPUTS = 16 * StripMatrix.GROUP;
    /** Rows that are multiplied at a time. */
    private static final int ROWS = 64;
    /** Rows are filled up to a multiple of this, so that few shapes of products are asked for. */
    private static final int ROW_STEP = 8;
    /** Rows that a panel is spelled out for: their sums in float32 take another eighth. */
    private static final int MOST_ROWS = 8 * ROWS;

    private static final int FEWEST_ROWS = 6;
    /** Codes have to be spelled out, which takes as long as some rows more. */
    private static final int FEWEST_ROWS_OF_CODES = 7;

    private final StripMatrix matrix;
    private final PairPanel panel;
    private final MemorySegment x;
    /** The last rows, where they do not fill a step, filled up. */
    private final MemorySegment rest;
    private final int rows;
    private final boolean gated;
    private final PanelSums sums;

    private PanelProduct(Tensor x, Tensor rest, StripMatrix matrix, PanelSums sums) {
        this.matrix = matrix;
        panel = new PairPanel(matrix);
        this.x = Kernels.memory(x);
        this.rest = Kernels.memory(rest);
        rows = (int) x.size(0);
        gated = sums instanceof PanelSums.Gated;
        this.sums = sums;
    }

    /** Whether these rows can be multiplied with this matrix here, and sooner than by {@link StripProduct}. */
    public static boolean serves(Tensor x, StripMatrix matrix) {
        return matrix.inputs() % 2 == 0 && x.size(0) >= (matrix.bits() == 16 ? FEWEST_ROWS : FEWEST_ROWS_OF_CODES)
                && Kernels.isBfloat16(x) && BlockProduct.present();
    }

    /**
     * @param x [rows, inputs] in bfloat16, contiguous
     * @param bias [outputs] in bfloat16, or null
     * @return [rows, outputs] in bfloat16; belongs to the scope this is called in
     */
    public static Tensor forward(Tensor x, StripMatrix matrix, @Nullable Tensor bias) {
        Tensor out = x.new_empty(x.size(0), matrix.outputs());
        run(x, matrix, bias == null ? PanelSums.Plain.to(out) : PanelSums.Biased.to(out, bias));
        return out;
    }

    /** Whether the outputs' halves can be multiplied in {@link #gated}. */
    public static boolean gates(StripMatrix matrix) {
        return matrix.outputs() % OUTPUTS == 0;
    }

    /**
     * SiLU of the first half of the outputs times their second half.
     *
     * @param x [rows, inputs] in bfloat16, contiguous
     * @return [rows, outputs / 2] in bfloat16; belongs to the scope this is called in
     */
    public static Tensor gated(Tensor x, StripMatrix matrix) {
        Tensor out = x.new_empty(x.size(0), matrix.outputs() / 2);
        run(x, matrix, PanelSums.Gated.to(out));
        return out;
    }

    private static void run(Tensor x, StripMatrix matrix, PanelSums sums) {
        long rows = x.size(0);
        try (TensorScope _ = TensorScope.open()) {
            long over = rows % ROWS;
            Tensor rest = over == 0 ? x : x.narrow(0, rows - over, over);
            if (over % ROW_STEP > 0) {
                Tensor filled = x.new_zeros(Math.ceilDiv(over, ROW_STEP) * ROW_STEP, x.size(1));
                filled.narrow(0, 0, over).copy_(rest);
                rest = filled;
            }
            PanelProduct product = new PanelProduct(x, rest, matrix, sums);
            int panels = Math.ceilDiv(matrix.outputs(), OUTPUTS);
            int parts = Math.ceilDiv((int) rows, MOST_ROWS);
            Parallel.forEach(panels * parts, piece -> product.panel(piece / parts, piece % parts * MOST_ROWS));
        }
    }

    private void panel(int index, int firstRow) {
        int first = index * (gated ? half() : OUTPUTS);
        int columns = gated ? OUTPUTS : Math.min(OUTPUTS, matrix.filledOutputs() - first);
        int count = Math.min(MOST_ROWS, rows - firstRow);
        long panelFloats = (long) INPUTS * columns / 2;
        int filled = Math.ceilDiv(count, ROW_STEP) * ROW_STEP;
        MemorySegment scratch = Scratch.floats(panelFloats + (long) filled * columns);
        long products = scratch.address() + Float.BYTES * panelFloats;
        for (int input = 0; input < matrix.inputs(); input += INPUTS) {
            int inner = Math.min(INPUTS, matrix.inputs() - input);
            if (matrix.bits() < 16) {
                spellOut(first, columns, input / StripMatrix.GROUP, Math.ceilDiv(inner, StripMatrix.GROUP), scratch);
            }
            for (int row = 0; row < count; row += ROWS) {
                boolean whole = count - row >= ROWS;
                long from = whole
                        ? x.address() + Short.BYTES * ((long) (firstRow + row) * matrix.inputs() + input)
                        : rest.address() + (long) Short.BYTES * input;
                long to = products + (long) row * columns * Float.BYTES;
                int height = whole ? ROWS : filled - row;
                if (matrix.bits() < 16) {
                    BlockProduct.multiply(height, columns, inner, from, matrix.inputs(), scratch.address(), columns,
                            to, columns, input > 0);
                    continue;
                }
                for (int column = 0; column < columns; column += StripMatrix.TILE) {
                    BlockProduct.multiply(height, StripMatrix.TILE, inner, from, matrix.inputs(),
                            panel.strip(output(first, column), input / StripMatrix.GROUP), StripMatrix.TILE,
                            to + (long) column * Float.BYTES, columns, input > 0);
                }
            }
        }
        sums.put(scratch, panelFloats, columns, firstRow, count, first);
    }

    private void spellOut(int first, int columns, int group, int groups, MemorySegment to) {
        for (int column = 0; column < columns; column += half()) {
            int width = Math.min(half(), columns - column);
            panel.expand(output(first, column), width, group, groups, to, column, columns);
        }
    }

    /** The output in a column of the panel whose first output is given. */
    private int output(int first, int column) {
        return gated && column >= half() ? matrix.outputs() / 2 + first + column - half() : first + column;
    }

    private static int half() {
        return OUTPUTS / 2;
    }
}
