package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.tensor.Tensors;

/** The product of several rows with a {@link StripMatrix}, four by four: a tile is spelled out once for all of them. */
final class SeveralRows {

    private static final int TILE = StripMatrix.TILE;
    private static final int GROUP = StripMatrix.GROUP;
    /** Rows that share a weight while it is in a register. */
    private static final int ROWS = 4;
    /** Groups spelled out at a time: their panel stays in the first cache. */
    private static final int PANEL_GROUPS = 6;
    private static final long PANEL_FLOATS = (long) PANEL_GROUPS * GROUP * TILE;

    private final StripMatrix matrix;
    private final StripPanel panels;
    private final MemorySegment out;
    private final boolean bfloat16;
    private final int rows;
    private final int inputs;
    /** [rows / 4, inputs, 4], filled up with zeros. */
    private final MemorySegment packed;

    SeveralRows(Tensor x, StripMatrix matrix, Tensor out) {
        this.matrix = matrix;
        panels = new StripPanel(matrix);
        this.out = Kernels.memory(out);
        bfloat16 = Kernels.isBfloat16(out);
        rows = (int) x.size(0);
        inputs = matrix.groups() * GROUP;
        packed = Kernels.memory(torch.zeros(new long[]{Math.ceilDiv(rows, ROWS), inputs, ROWS},
                Tensors.options(ScalarType.Float)));
        MemorySegment from = Kernels.memory(x);
        for (int row = 0; row < rows; row++) {
            long to = (long) row / ROWS * inputs * ROWS + row % ROWS;
            for (int i = 0; i < matrix.inputs(); i++) {
                Lanes.put(Lanes.get(from, (long) row * matrix.inputs() + i, bfloat16), packed,
                        to + (long) i * ROWS, false);
            }
        }
    }

    /** Numbers of a panel, and behind them of the sums of all rows. */
    long scratchFloats() {
        return PANEL_FLOATS + (long) Math.ceilDiv(rows, ROWS) * ROWS * TILE;
    }

    void tile(int tile, MemorySegment scratch) {
        int blocks = Math.ceilDiv(rows, ROWS);
        for (int first = 0; first < matrix.groups(); first += PANEL_GROUPS) {
            int groups = Math.min(PANEL_GROUPS, matrix.groups() - first);
            for (int i = 0; i < groups; i++) {
                panels.expand(tile, first + i, scratch, (long) i * GROUP * TILE, TILE, false);
            }
            for (int block = 0; block < blocks; block++) {
                multiply(scratch, groups * GROUP,
                        ((long) block * inputs + (long) first * GROUP) * ROWS * Float.BYTES,
                        (PANEL_FLOATS + (long) block * ROWS * TILE) * Float.BYTES, first == 0);
            }
        }
        for (int row = 0; row < rows; row++) {
            put(scratch, PANEL_FLOATS + (long) row * TILE, row, tile * TILE);
        }
    }

    /** Writes what a tile gave for a row, as far as there are outputs. */
    private void put(MemorySegment sums, long at, long row, int first) {
        int length = Math.min(TILE, matrix.outputs() - first);
        for (int i = 0; i < length; i++) {
            Lanes.put(Lanes.get(sums, at + i, false), out, row * matrix.outputs() + first + i, bfloat16);
        }
    }

    /**
     * Four rows by two vectors of outputs.
     *
     * @param at the byte of the rows' first input
     * @param sums the byte of their sums, [4, TILE], to which is added unless they are fresh
     */
    private void multiply(MemorySegment scratch, int length, long at, long sums, boolean fresh) {
        FloatVector none = FloatVector.zero(Lanes.FLOATS);
        FloatVector a = none;
        FloatVector b = none;
        FloatVector c = none;
        FloatVector d = none;
        FloatVector e = none;
        FloatVector f = none;
        FloatVector g = none;
        FloatVector h = none;
        for (int i = 0; i < length; i++) {
            FloatVector low = FloatVector.fromMemorySegment(Lanes.FLOATS, scratch, 2L * Lanes.VECTOR_BYTES * i,
                    Lanes.ORDER);
            FloatVector high = FloatVector.fromMemorySegment(Lanes.FLOATS, scratch,
                    2L * Lanes.VECTOR_BYTES * i + Lanes.VECTOR_BYTES, Lanes.ORDER);
            long from = at / Float.BYTES + (long) ROWS * i;
            FloatVector x = FloatVector.broadcast(Lanes.FLOATS, Lanes.get(packed, from, false));
            a = low.fma(x, a);
            b = high.fma(x, b);
            x = FloatVector.broadcast(Lanes.FLOATS, Lanes.get(packed, from + 1, false));
            c = low.fma(x, c);
            d = high.fma(x, d);
            x = FloatVector.broadcast(Lanes.FLOATS, Lanes.get(packed, from + 2, false));
            e = low.fma(x, e);
            f = high.fma(x, f);
            x = FloatVector.broadcast(Lanes.FLOATS, Lanes.get(packed, from + 3, false));
            g = low.fma(x, g);
            h = high.fma(x, h);
        }
        add(a, scratch, sums, fresh);
        add(b, scratch, sums + Lanes.VECTOR_BYTES, fresh);
        add(c, scratch, sums + 2L * Lanes.VECTOR_BYTES, fresh);
        add(d, scratch, sums + 3L * Lanes.VECTOR_BYTES, fresh);
        add(e, scratch, sums + 4L * Lanes.VECTOR_BYTES, fresh);
        add(f, scratch, sums + 5L * Lanes.VECTOR_BYTES, fresh);
        add(g, scratch, sums + 6L * Lanes.VECTOR_BYTES, fresh);
        add(h, scratch, sums + 7L * Lanes.VECTOR_BYTES, fresh);
    }

    private static void add(FloatVector sum, MemorySegment scratch, long at, boolean fresh) {
        if (fresh) {
            sum.intoMemorySegment(scratch, at, Lanes.ORDER);
        } else {
            sum.add(FloatVector.fromMemorySegment(Lanes.FLOATS, scratch, at, Lanes.ORDER))
                    .intoMemorySegment(scratch, at, Lanes.ORDER);
        }
    }
}
