package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

/**
 * Products of many rows in bfloat16 with a {@link StripMatrix}, as fast as the processor multiplies, by {@link TileCode}: some
 * weights stay in its second cache, where they meet a few rows after the others; a few rows stay in the first meanwhile. Codes
 * are spelled out there, and never go back to memory. A row's sums are made in the same order whatever rows are beside it.
 */
public final class PairTiles {

    /** Bytes of weights that stay in the second cache, beside the rows that go by. */
    private static final long PANEL_BYTES = 1 << 19;
    /** Rows that weights are fetched or spelled out for at least, where threads would have nothing to do. */
    private static final int PART_ROWS = 128;
    private static final int PIECES_A_THREAD = 4;
    private static final int TILE = StripMatrix.TILE;

    private final StripMatrix matrix;
    private final TileCode.End end;
    private final int rows;
    private final long x;
    private final long bias;
    private final long out;
    private final long outRow;
    /** Pairs of strips. */
    private final int pairs;
    private final long pairBytes;
    /** Address of what {@link TileCode#shape} writes. */
    private final long shape;

    private PairTiles(Tensor x, StripMatrix matrix, TileCode.End end, Tensor bias, Tensor out) {
        this.matrix = matrix;
        this.end = end;
        this.out = out.data_ptr().address();
        outRow = Short.BYTES * out.size(1);
        this.x = x.data_ptr().address();
        this.bias = bias.data_ptr().address();
        rows = (int) x.size(0);
        pairs = matrix.filledOutputs() / (2 * TILE);
        pairBytes = 2L * matrix.groups() * StripMatrix.groupBytes(16);
        shape = shape();
    }

    /** Belongs to the scope this is called in. */
    private long shape() {
        Tensor bytes = torch.empty(new long[]{TileCode.SHAPE_BYTES}, Tensors.options(ScalarType.Byte), null);
        long strip = pairBytes / 2;
        boolean apart = end == TileCode.End.GATED && matrix.bits() == 16;
        MemorySegment memory = Kernels.memory(bytes);
        TileCode.shape(memory, (long) Short.BYTES * matrix.inputs(), matrix.inputs(), apart ? pairs * strip : strip,
                apart ? strip : 2 * strip, outRow);
        return memory.address();
    }

    /** Whether this processor multiplies many rows soonest by this. */
    public static boolean present() {
        return TileProduct.present();
    }

    /** Whether these rows can be multiplied with this matrix here. */
    public static boolean serves(Tensor x, StripMatrix matrix) {
        return TileProduct.present() && matrix.inputs() % TileCode.INPUT_STEP == 0 && Kernels.isBfloat16(x);
    }

    /**
     * @param x [rows, inputs] in bfloat16, contiguous
     * @param bias [outputs] of the same type, or null
     * @return [rows, outputs] of that type; belongs to the scope this is called in
     */
    public static Tensor forward(Tensor x, StripMatrix matrix, @Nullable Tensor bias) {
        return bias == null ? forward(x, matrix, TileCode.End.PLAIN, x) : forward(x, matrix, TileCode.End.BIASED, bias);
    }

    /**
     * GELU, by the error function, of the outputs.
     *
     * @param x [rows, inputs] in bfloat16, contiguous
     * @param bias [outputs] of the same type, or null
     * @return [rows, outputs] of that type; belongs to the scope this is called in
     */
    public static Tensor gelu(Tensor x, StripMatrix matrix, @Nullable Tensor bias) {
        return forward(x, matrix, TileCode.End.GELU, bias == null ? x.new_zeros(matrix.outputs()) : bias);
    }

    /** @param bias read where the end adds one */
    private static Tensor forward(Tensor x, StripMatrix matrix, TileCode.End end, Tensor bias) {
        int filled = matrix.filledOutputs();
        Tensor out = x.new_empty(x.size(0), filled);
        try (TensorScope _ = TensorScope.open()) {
            new PairTiles(x, matrix, end, end == TileCode.End.PLAIN ? bias : filled(bias, filled), out).run();
        }
        return matrix.outputs() == filled ? out : out.narrow(1, 0, matrix.outputs()).contiguous();
    }

    private static Tensor filled(Tensor bias, int outputs) {
        if (bias.size(0) == outputs) {
            return bias;
        }
        Tensor filled = bias.new_zeros(outputs);
        filled.narrow(0, 0, bias.size(0)).copy_(bias);
        return filled;
    }

    /**
     * SiLU of the first half of the outputs times their second half, each of which fills tiles.
     *
     * @param x [rows, inputs] in bfloat16, contiguous
     * @return [rows, outputs / 2] of the same type; belongs to the scope this is called in
     */
    public static Tensor gated(Tensor x, StripMatrix matrix) {
        Tensor out = x.new_empty(x.size(0), matrix.outputs() / 2);
        try (TensorScope _ = TensorScope.open()) {
            new PairTiles(x, matrix, TileCode.End.GATED, out, out).run();
        }
        return out;
    }

    private void run() {
        int wanted = PIECES_A_THREAD * Parallel.threads();
        int panels = Math.min(pairs, Math.max(wanted, Math.toIntExact(Math.ceilDiv(pairs * pairBytes, PANEL_BYTES))));
        int parts = Math.clamp(wanted / panels, 1, Math.max(1, rows / PART_ROWS));
        Parallel.forEach(panels * parts, piece -> {
            int panel = piece / parts;
            int part = piece % parts;
            panel(share(pairs, panel, panels), share(pairs, panel + 1, panels), share(rows, part, parts),
                    share(rows, part + 1, parts));
        });
    }

    private static int share(int all, int index, int count) {
        return (int) ((long) all * index / count);
    }

    private void panel(int firstPair, int endPair, int firstRow, int endRow) {
        int count = endRow - firstRow;
        int tiles = Math.ceilDiv(count, TileCode.MOST_ROWS);
        long strips = strips(firstPair, endPair);
        long column = (long) firstPair * (end == TileCode.End.GATED ? TILE : 2 * TILE);
        long from = bias + Short.BYTES * column;
        for (int tile = 0; tile < tiles; tile++) {
            int row = firstRow + share(count, tile, tiles);
            int some = firstRow + share(count, tile + 1, tiles) - row;
            TileProduct.multiply(TileProduct.function(some, end), strips,
                    x + (long) Short.BYTES * row * matrix.inputs(),
                    out + row * outRow + Short.BYTES * column, from, shape, endPair - firstPair);
        }
    }

    /** Address of the strips of these pairs, in 16 bits: where they lie, or spelled out. */
    private long strips(int firstPair, int endPair) {
        boolean gated = end == TileCode.End.GATED;
        if (matrix.bits() == 16) {
            return matrix.data().data_ptr().address() + matrix.at(firstPair * (gated ? TILE : 2 * TILE), 0);
        }
        MemorySegment scratch = Scratch.floats((endPair - firstPair) * pairBytes / Float.BYTES);
        PairPanel panel = new PairPanel(matrix);
        for (int pair = firstPair; pair < endPair; pair++) {
            MemorySegment to = scratch.asSlice((pair - firstPair) * pairBytes);
            int first = pair * (gated ? TILE : 2 * TILE);
            panel.expand(first, TILE, 0, matrix.groups(), to, 0, TILE);
            panel.expand(gated ? matrix.outputs() / 2 + first : first + TILE, TILE, 0, matrix.groups(),
                    to.asSlice(pairBytes / 2), 0, TILE);
        }
        return scratch.address();
    }
}
