package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.tensor.TensorScope;

/**
 * Products of many rows with a {@link StripMatrix}. The weights of a few outputs are spelled out into the
 * processor's cache, where {@link BlockProduct} multiplies them with row after row; they never go back to memory.
 */
public final class PanelProduct {

    /** Rows that are multiplied at a time. */
    private static final int ROWS = 64;
    /** Rows that a panel is spelled out for at most: where their sums are kept beside it, these take as much again. */
    private static final int MOST_ROWS = 8 * ROWS;
    /** Rows for which spelling out a panel once more pays, where threads would have nothing to do. */
    private static final int LEAST_ROWS = 2 * ROWS;
    private static final int PIECES_A_THREAD = 4;

    private final StripMatrix matrix;
    private final PairPanel pairs;
    private final StripPanel numbers;
    private final PanelShape shape;
    /** Whether the strips themselves are what is multiplied. */
    private final boolean asTheyLie;
    private final MemorySegment x;
    /** The last rows, where they do not fill a step, filled up. */
    private final MemorySegment rest;
    private final int rows;
    private final boolean gated;
    private final PanelSums sums;

    private PanelProduct(Tensor x, Tensor rest, StripMatrix matrix, PanelSums sums) {
        this.matrix = matrix;
        pairs = new PairPanel(matrix);
        numbers = new StripPanel(matrix);
        shape = PanelShape.of(x);
        asTheyLie = shape.bfloat16() && matrix.bits() == 16;
        this.x = Kernels.memory(x);
        this.rest = Kernels.memory(rest);
        rows = (int) x.size(0);
        gated = sums instanceof PanelSums.Gated;
        this.sums = sums;
    }

    /** Whether these rows can be multiplied with this matrix here, and sooner than by {@link StripProduct}. */
    public static boolean serves(Tensor x, StripMatrix matrix) {
        PanelShape shape = PanelShape.of(x);
        return matrix.inputs() % 2 == 0 && x.size(0) >= shape.fewestRows(matrix.bits())
                && BlockProduct.present(shape.bfloat16());
    }

    /**
     * @param x [rows, inputs] in bfloat16 or float32, contiguous
     * @param bias [outputs] of the same type, or null
     * @return [rows, outputs] of that type; belongs to the scope this is called in
     */
    public static Tensor forward(Tensor x, StripMatrix matrix, @Nullable Tensor bias) {
        long rows = x.size(0);
        if (Kernels.isBfloat16(x)) {
            Tensor out = x.new_empty(rows, matrix.outputs());
            run(x, matrix, bias == null ? PanelSums.Plain.to(out) : PanelSums.Biased.to(out, bias));
            return out;
        }
        Tensor out = x.new_empty(PanelShape.of(x).filled((int) rows), matrix.outputs());
        run(x, matrix, PanelSums.InPlace.in(out, bias));
        return out.narrow(0, 0, rows);
    }

    /** Whether the outputs' halves can be multiplied in {@link #gated}. */
    public static boolean gates(Tensor x, StripMatrix matrix) {
        return matrix.outputs() % PanelShape.of(x).width() == 0;
    }

    /**
     * SiLU of the first half of the outputs times their second half.
     *
     * @param x [rows, inputs] in bfloat16 or float32, contiguous
     * @return [rows, outputs / 2] of the same type; belongs to the scope this is called in
     */
    public static Tensor gated(Tensor x, StripMatrix matrix) {
        Tensor out = x.new_empty(x.size(0), matrix.outputs() / 2);
        run(x, matrix, PanelSums.Gated.to(out));
        return out;
    }

    private static void run(Tensor x, StripMatrix matrix, PanelSums sums) {
        int rows = (int) x.size(0);
        PanelShape shape = PanelShape.of(x);
        try (TensorScope _ = TensorScope.open()) {
            int over = rows % ROWS;
            Tensor rest = over == 0 ? x : x.narrow(0, rows - over, over);
            if (over < shape.filled(over)) {
                Tensor filled = x.new_zeros(shape.filled(over), x.size(1));
                filled.narrow(0, 0, over).copy_(rest);
                rest = filled;
            }
            PanelProduct product = new PanelProduct(x, rest, matrix, sums);
            int panels = Math.ceilDiv(matrix.outputs(), shape.width());
            int wanted = Math.ceilDiv(PIECES_A_THREAD * Parallel.threads(), panels);
            int most = Math.max(Math.ceilDiv(rows, MOST_ROWS), Math.min(rows / LEAST_ROWS, wanted));
            int partRows = Math.ceilDiv(Math.ceilDiv(rows, most), ROWS) * ROWS;
            int parts = Math.ceilDiv(rows, partRows);
            Parallel.forEach(panels * parts,
                    piece -> product.panel(piece / parts, piece % parts * partRows, partRows));
        }
    }

    private void panel(int index, int firstRow, int mostRows) {
        int first = index * (gated ? half() : shape.width());
        int columns = gated ? shape.width() : Math.min(shape.width(), matrix.filledOutputs() - first);
        int count = Math.min(mostRows, rows - firstRow);
        long panelFloats = shape.floats();
        if (sums instanceof PanelSums.InPlace inPlace) {
            int there = Math.min(columns, matrix.outputs() - first);
            boolean add = inPlace.begin(firstRow, count, first, there);
            multiply(first, columns, there, firstRow, count, Scratch.floats(panelFloats),
                    inPlace.address(firstRow, first), matrix.outputs(), add);
            return;
        }
        MemorySegment scratch = Scratch.floats(panelFloats + (long) shape.filled(count) * columns);
        multiply(first, columns, columns, firstRow, count, scratch, scratch.address() + Float.BYTES * panelFloats,
                columns, false);
        sums.put(scratch, panelFloats, columns, firstRow, count, first);
    }

    /**
     * Rows times the outputs of a panel.
     *
     * @param there how many of its columns are outputs
     * @param scratch for the panel
     * @param to address of the sums, [rows filled up, there]
     * @param toRow numbers from one of their rows to the next
     * @param add whether they are added to
     */
    @SuppressWarnings("TooManyParameters")
    private void multiply(int first, int columns, int there, int firstRow, int count, MemorySegment scratch, long to,
            long toRow, boolean add) {
        for (int input = 0; input < matrix.inputs(); input += shape.depth()) {
            int inner = Math.min(shape.depth(), matrix.inputs() - input);
            if (!asTheyLie) {
                spellOut(first, columns, input / StripMatrix.GROUP, Math.ceilDiv(inner, StripMatrix.GROUP), scratch);
            }
            for (int row = 0; row < count; row += ROWS) {
                boolean whole = count - row >= ROWS;
                long from = whole
                        ? x.address() + shape.bytes() * ((long) (firstRow + row) * matrix.inputs() + input)
                        : rest.address() + (long) shape.bytes() * input;
                long rowTo = to + (long) row * toRow * Float.BYTES;
                int height = whole ? ROWS : shape.filled(count - row);
                if (!asTheyLie) {
                    BlockProduct.multiply(shape.bfloat16(), height, there, inner, from, matrix.inputs(),
                            scratch.address(),
                            shape.stride(), rowTo, toRow, add || input > 0);
                    continue;
                }
                for (int column = 0; column < columns; column += StripMatrix.TILE) {
                    BlockProduct.multiply(true, height, StripMatrix.TILE, inner, from, matrix.inputs(),
                            pairs.strip(output(first, column), input / StripMatrix.GROUP), StripMatrix.TILE,
                            rowTo + (long) column * Float.BYTES, toRow, input > 0);
                }
            }
        }
    }

    private void spellOut(int first, int columns, int group, int groups, MemorySegment to) {
        for (int column = 0; column < columns; column += half()) {
            int some = Math.min(half(), columns - column);
            if (shape.bfloat16()) {
                pairs.expand(output(first, column), some, group, groups, to, column, shape.stride());
            } else {
                numbers.expand(output(first, column), some, group, groups, to, column, shape.stride(), false);
            }
        }
    }

    /** The output in a column of the panel whose first output is given. */
    private int output(int first, int column) {
        return gated && column >= half() ? matrix.outputs() / 2 + first + column - half() : first + column;
    }

    private int half() {
        return shape.width() / 2;
    }
}
