package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import jdk.incubator.vector.FloatVector;
import org.bytedeco.pytorch.Tensor;

/**
 * The product of several rows with a {@link StripMatrix}, four by four: a weight is made a number once for four rows, and
 * comes from memory once for all. Float32 inside. For the classes see {@link SingleRow}.
 */
abstract sealed class FourRows extends StripReader permits FourRows16, FourRows8, FourRows4 {

    static final int ROWS = 4;
    private static final int TILE = StripMatrix.TILE;

    /** [fours of rows, inputs, 4], filled up with zeros, each over the power of two that its code comes with. */
    final float[] inputs;
    /** [fours of rows, groups, 4]: what the codes of the first vector of outputs have too much, and of the second. */
    private final float[] lowOffsets;
    private final float[] highOffsets;
    private final MemorySegment out;
    private final boolean bfloat16;
    private final int rows;

    /**
     * @param low of the first vector of outputs
     * @param high of the second
     */
    FourRows(Tensor x, StripMatrix matrix, Tensor out, CodeMask low, CodeMask high) {
        super(matrix);
        this.out = Kernels.memory(out);
        bfloat16 = Kernels.isBfloat16(out);
        rows = (int) x.size(0);
        int groups = matrix.groups();
        inputs = new float[fours() * groups * GROUP * ROWS];
        lowOffsets = new float[fours() * groups * ROWS];
        highOffsets = new float[fours() * groups * ROWS];
        for (int row = 0; row < rows; row++) {
            float[] values = row(Kernels.memory(x), row, matrix, bfloat16);
            spread(low.offsets(values), row, lowOffsets);
            spread(high.offsets(values), row, highOffsets);
            if (matrix.bits() < 16) {
                divide(values);
            }
            spread(values, row, inputs);
        }
    }

    /** Puts what is a row's between that of the three others of its four. */
    private static void spread(float[] values, int row, float[] to) {
        int first = row / ROWS * values.length * ROWS + row % ROWS;
        for (int i = 0; i < values.length; i++) {
            to[first + i * ROWS] = values[i];
        }
    }

    static FourRows of(Tensor x, StripMatrix matrix, Tensor out) {
        return switch (matrix.bits()) {
            case 16 -> new FourRows16(x, matrix, out);
            case 8 -> new FourRows8(x, matrix, out);
            default -> new FourRows4(x, matrix, out);
        };
    }

    private int fours() {
        return Math.ceilDiv(rows, ROWS);
    }

    /** All rows' outputs of a tile. */
    final void tile(int tile) {
        long start = (long) tile * TILE / matrix.outputsPerStrip() * matrix.stripBytes();
        float[] sums = new float[ROWS * TILE];
        float[] groupSums = new float[ROWS * TILE];
        for (int four = 0; four < fours(); four++) {
            Arrays.fill(sums, 0);
            for (int group = 0; group < matrix.groups(); group++) {
                long at = start + group * matrix.groupBytes();
                int place = four * matrix.groups() + group;
                group(at, place * GROUP * ROWS, groupSums);
                add(at + matrix.wordBytes(), place * ROWS, groupSums, sums);
            }
            for (int row = four * ROWS; row < Math.min(rows, (four + 1) * ROWS); row++) {
                put(sums, row % ROWS * TILE, row, tile * TILE);
            }
        }
    }

    /**
     * Four rows by two vectors of outputs over a group, neither scaled nor less what the codes have too much.
     *
     * @param at the byte of the group's words
     * @param first the index of the rows' first input
     * @param sums written, [4, TILE]
     */
    abstract void group(long at, int first, float[] sums);

    /** The first and the second vector of scales at this byte. */
    abstract FloatVector scale(long at, int vector);

    private void add(long scales, int offset, float[] groupSums, float[] sums) {
        FloatVector low = scale(scales, 0);
        FloatVector high = scale(scales, 1);
        for (int row = 0; row < ROWS; row++) {
            int at = row * TILE;
            vector(groupSums, at).add(lowOffsets[offset + row]).fma(low, vector(sums, at)).intoArray(sums, at);
            at += Lanes.COUNT;
            vector(groupSums, at).add(highOffsets[offset + row]).fma(high, vector(sums, at)).intoArray(sums, at);
        }
    }

    private static FloatVector vector(float[] numbers, int at) {
        return FloatVector.fromArray(Lanes.FLOATS, numbers, at);
    }

    /** Writes a row of sums, as far as there are outputs. */
    private void put(float[] sums, int at, long row, int first) {
        int length = Math.min(TILE, matrix.outputs() - first);
        for (int i = 0; i < length; i++) {
            Lanes.put(sums[at + i], out, row * matrix.outputs() + first + i, bfloat16);
        }
    }
}
