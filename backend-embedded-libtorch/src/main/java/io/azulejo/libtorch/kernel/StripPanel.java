package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Spells out weights of a {@link StripMatrix}: rows of inputs, columns of outputs. */
final class StripPanel extends StripReader {

    private static final int HIGH_HALF = 0xffff0000;

    StripPanel(StripMatrix matrix) {
        super(matrix);
    }

    /**
     * Some outputs over some groups of inputs.
     *
     * @param firstOutput a multiple of {@link StripMatrix#TILE}, as is {@code count}
     * @param panel written from the number {@code to} on
     * @param stride numbers from one row to the next
     * @param bfloat16 whether it is written in bfloat16, else in float32
     */
    @SuppressWarnings("TooManyParameters")
    void expand(int firstOutput, int count, int firstGroup, int groups, MemorySegment panel, long to, long stride,
            boolean bfloat16) {
        for (int output = 0; output < count; output += StripMatrix.TILE) {
            for (int group = 0; group < groups; group++) {
                expand((firstOutput + output) / StripMatrix.TILE, firstGroup + group, panel,
                        to + (long) group * GROUP * stride + output, stride, bfloat16);
            }
        }
    }

    /**
     * One group of a tile: {@link StripMatrix#GROUP} rows of {@link StripMatrix#TILE} numbers.
     *
     * @param first the index of the first number in {@code panel}
     * @param stride numbers from one row to the next
     */
    private void expand(int tile, int group, MemorySegment panel, long first, long stride, boolean bfloat16) {
        long inTile = group * matrix.groupBytes();
        if (matrix.bits() == 4) {
            long at = tile * matrix.stripBytes() + inTile;
            codes(at, CodeMask.LOW, at + matrix.wordBytes(), panel, first, stride, bfloat16);
            codes(at, CodeMask.HIGH, at + matrix.wordBytes() + Lanes.VECTOR_BYTES, panel, first + Lanes.COUNT, stride,
                    bfloat16);
            return;
        }
        for (int half = 0; half < 2; half++) {
            long to = first + (long) half * Lanes.COUNT;
            if (matrix.bits() == 8) {
                long at = (2L * tile + half) * matrix.stripBytes() + inTile;
                codes(at, CodeMask.WHOLE, at + matrix.wordBytes(), panel, to, stride, bfloat16);
            } else {
                numbers(tile * matrix.stripBytes() + inTile + (long) half * Lanes.VECTOR_BYTES, panel, to, stride,
                        bfloat16);
            }
        }
    }

    private void numbers(long at, MemorySegment panel, long first, long stride, boolean bfloat16) {
        for (int word = 0; word < GROUP / 2; word++) {
            IntVector two = words(at + 2L * word * Lanes.VECTOR_BYTES);
            long to = first + 2L * word * stride;
            Lanes.store(two.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats(), panel, to, bfloat16);
            Lanes.store(two.and(HIGH_HALF).reinterpretAsFloats(), panel, to + stride, bfloat16);
        }
    }

    private void codes(long at, CodeMask mask, long scales, MemorySegment panel, long first, long stride,
            boolean bfloat16) {
        FloatVector scale = scales(scales);
        for (int i = 0; i < 4; i++) {
            int cut = mask.at(i);
            FloatVector less = scale.mul(-mask.added(i));
            FloatVector step = scale.mul(1f / (1 << (8 * i)));
            for (int word = 0; word < GROUP / 4; word++) {
                FloatVector code = number(words(at + (long) word * Lanes.VECTOR_BYTES).and(cut));
                Lanes.store(code.fma(step, less), panel, first + (4L * word + i) * stride, bfloat16);
            }
        }
    }
}
