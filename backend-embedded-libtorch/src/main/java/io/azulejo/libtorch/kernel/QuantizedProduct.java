package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.tensor.Tensors;

/** Products of a few rows with a {@link QuantizedMatrix}, straight from its codes; float32 inside. */
public final class QuantizedProduct {

    private static final int TILE = QuantizedMatrix.TILE;
    private static final int GROUP = QuantizedMatrix.GROUP;
    /** Bytes of codes that make a piece of work for another thread worth its while. */
    private static final long PIECE_BYTES = 1 << 17;
    /** Rows that share a weight while it is in a register. */
    private static final int ROWS = 4;
    /** Groups spelled out at a time: their panel stays in the first cache. */
    private static final int PANEL_GROUPS = 6;
    private static final long PANEL_FLOATS = (long) PANEL_GROUPS * GROUP * TILE;

    private QuantizedProduct() {}

    /**
     * @param x [rows, inputs] in float32 or bfloat16, contiguous
     * @return [rows, outputs] of the same type; belongs to the scope this is called in
     */
    public static Tensor forward(Tensor x, QuantizedMatrix matrix) {
        int rows = (int) x.size(0);
        Tensor out = x.new_empty(rows, matrix.outputs());
        int pairs = matrix.tiles() / 2;
        int perPiece = (int) Math.max(1, PIECE_BYTES / (2 * matrix.tileBytes()));
        int pieces = Math.ceilDiv(pairs, perPiece);
        if (rows == 1) {
            Single single = new Single(x, matrix, out);
            Parallel.forEach(pieces, piece -> {
                for (int pair = piece * perPiece; pair < Math.min(pairs, (piece + 1) * perPiece); pair++) {
                    single.pair(2 * pair);
                }
            });
        } else {
            Several several = new Several(x, matrix, out);
            Parallel.forEach(pieces, piece -> {
                MemorySegment scratch = Scratch.floats(several.scratchFloats());
                for (int tile = 2 * piece * perPiece; tile < 2 * Math.min(pairs, (piece + 1) * perPiece); tile++) {
                    several.tile(tile, scratch);
                }
            });
        }
        return out;
    }

    /** One row. */
    private static final class Single {

        private final QuantizedMatrix matrix;
        private final MemorySegment codes;
        private final MemorySegment scales;
        private final MemorySegment out;
        private final boolean bfloat16;
        /** Each input over the power of two that its code comes with. */
        private final float[] inputs;
        /** What all codes of a group have too much, summed over its inputs, negative. */
        private final float[] offsets;

        Single(Tensor x, QuantizedMatrix matrix, Tensor out) {
            this.matrix = matrix;
            codes = Kernels.memory(matrix.codes());
            scales = Kernels.memory(matrix.scales());
            this.out = Kernels.memory(out);
            bfloat16 = Kernels.isBfloat16(out);
            inputs = new float[matrix.groups() * GROUP];
            offsets = new float[matrix.groups()];
            MemorySegment from = Kernels.memory(x);
            int perWord = matrix.perWord();
            for (int i = 0; i < matrix.inputs(); i++) {
                float value = Lanes.get(from, i, bfloat16);
                int place = i % perWord;
                inputs[i] = value / (1 << (matrix.bits() * place));
                if (place < perWord - 1) {
                    offsets[i / GROUP] -= matrix.offset() * value;
                }
            }
        }

        /** Two tiles: four vectors of sums, which is what it takes to keep the adders busy. */
        void pair(int tile) {
            int bits = matrix.bits();
            int perWord = matrix.perWord();
            int groups = matrix.groups();
            long at = tile * matrix.tileBytes();
            long next = matrix.tileBytes();
            long scale = tile * matrix.tileScaleBytes();
            long nextScale = matrix.tileScaleBytes();
            FloatVector sumA = FloatVector.zero(Lanes.FLOATS);
            FloatVector sumB = sumA;
            FloatVector sumC = sumA;
            FloatVector sumD = sumA;
            for (int group = 0; group < groups; group++) {
                FloatVector a = FloatVector.broadcast(Lanes.FLOATS, offsets[group]);
                FloatVector b = a;
                FloatVector c = a;
                FloatVector d = a;
                for (int input = group * GROUP; input < (group + 1) * GROUP; input += perWord) {
                    IntVector u = words(at);
                    IntVector v = words(at + Lanes.VECTOR_BYTES);
                    IntVector w = words(at + next);
                    IntVector x = words(at + next + Lanes.VECTOR_BYTES);
                    at += 2L * Lanes.VECTOR_BYTES;
                    IntVector mask = IntVector.broadcast(Lanes.INTS, (1 << bits) - 1);
                    for (int i = 0; i < perWord; i++) {
                        FloatVector y = FloatVector.broadcast(Lanes.FLOATS, inputs[input + i]);
                        a = QuantizedPanel.number(u.and(mask)).fma(y, a);
                        b = QuantizedPanel.number(v.and(mask)).fma(y, b);
                        c = QuantizedPanel.number(w.and(mask)).fma(y, c);
                        d = QuantizedPanel.number(x.and(mask)).fma(y, d);
                        mask = mask.lanewise(VectorOperators.LSHL, bits);
                    }
                }
                sumA = a.fma(floats(scale), sumA);
                sumB = b.fma(floats(scale + Lanes.VECTOR_BYTES), sumB);
                sumC = c.fma(floats(scale + nextScale), sumC);
                sumD = d.fma(floats(scale + nextScale + Lanes.VECTOR_BYTES), sumD);
                scale += 2L * Lanes.VECTOR_BYTES;
            }
            put(sumA, tile * TILE);
            put(sumB, tile * TILE + Lanes.COUNT);
            put(sumC, (tile + 1) * TILE);
            put(sumD, (tile + 1) * TILE + Lanes.COUNT);
        }

        /** Writes a vector of outputs, as far as there are outputs. */
        private void put(FloatVector sums, int first) {
            int left = matrix.outputs() - first;
            if (left >= Lanes.COUNT) {
                Lanes.store(sums, out, first, bfloat16);
            } else {
                for (int i = 0; i < left; i++) {
                    Lanes.put(sums.lane(i), out, (long) first + i, bfloat16);
                }
            }
        }

        private IntVector words(long at) {
            return IntVector.fromMemorySegment(Lanes.INTS, codes, at, Lanes.ORDER);
        }

        private FloatVector floats(long at) {
            return FloatVector.fromMemorySegment(Lanes.FLOATS, scales, at, Lanes.ORDER);
        }
    }

    /** Several rows, four by four: the weights of a tile are spelled out once for all of them. */
    private static final class Several {

        private final QuantizedMatrix matrix;
        private final QuantizedPanel panels;
        private final MemorySegment out;
        private final boolean bfloat16;
        private final int rows;
        private final int inputs;
        /** [rows / 4, inputs, 4], filled up with zeros. */
        private final MemorySegment packed;

        Several(Tensor x, QuantizedMatrix matrix, Tensor out) {
            this.matrix = matrix;
            panels = new QuantizedPanel(matrix);
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
                    panels.expand(tile, first + i, scratch, (long) i * GROUP * TILE * Float.BYTES);
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
}
