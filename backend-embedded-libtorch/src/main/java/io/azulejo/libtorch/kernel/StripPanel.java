package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Spells out weights of a {@link StripMatrix}: rows of inputs, columns of outputs. */
final class StripPanel {

    private static final int HIGH_HALF = 0xffff0000;

    private final StripMatrix matrix;
    private final MemorySegment data;

    StripPanel(StripMatrix matrix) {
        this.matrix = matrix;
        data = Kernels.memory(matrix.data());
    }

    /**
     * One group of a tile: {@link StripMatrix#GROUP} rows of {@link StripMatrix#TILE} numbers.
     *
     * @param first the index of the first number in {@code panel}
     * @param stride numbers from one row to the next
     */
    void expand(int tile, int group, MemorySegment panel, long first, long stride, boolean bfloat16) {
        long inTile = group * matrix.groupBytes();
        if (matrix.bits() == 4) {
            long at = tile * matrix.stripBytes() + inTile;
            codes(at, 0xf, at + matrix.wordBytes(), -8, panel, first, stride, bfloat16);
            codes(at, 0xf0, at + matrix.wordBytes() + Lanes.VECTOR_BYTES, -128, panel, first + Lanes.COUNT, stride,
                    bfloat16);
            return;
        }
        for (int half = 0; half < 2; half++) {
            long at = (2L * tile + half) * matrix.stripBytes() + inTile;
            long to = first + (long) half * Lanes.COUNT;
            if (matrix.bits() == 8) {
                codes(at, 0xff, at + matrix.wordBytes(), -128, panel, to, stride, bfloat16);
            } else {
                numbers(at, panel, to, stride, bfloat16);
            }
        }
    }

    private void numbers(long at, MemorySegment panel, long first, long stride, boolean bfloat16) {
        for (int word = 0; word < StripMatrix.GROUP / 2; word++) {
            IntVector two = words(at + (long) word * Lanes.VECTOR_BYTES);
            long to = first + 2L * word * stride;
            Lanes.store(two.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats(), panel, to, bfloat16);
            Lanes.store(two.and(HIGH_HALF).reinterpretAsFloats(), panel, to + stride, bfloat16);
        }
    }

    /**
     * @param mask of the first of four codes
     * @param offset what takes the added half range away from all codes but one that reaches the highest bit
     */
    @SuppressWarnings("TooManyParameters")
    private void codes(long at, int mask, long scales, float offset, MemorySegment panel, long first, long stride,
            boolean bfloat16) {
        FloatVector scale = FloatVector.fromMemorySegment(Lanes.FLOATS, data, scales, Lanes.ORDER);
        for (int i = 0; i < 4; i++) {
            boolean signed = mask << (8 * i) < 0;
            FloatVector less = scale.mul(signed ? 0 : offset);
            FloatVector step = scale.mul(1f / (1 << (8 * i)));
            for (int word = 0; word < StripMatrix.GROUP / 4; word++) {
                FloatVector code = number(words(at + (long) word * Lanes.VECTOR_BYTES).and(mask << (8 * i)));
                Lanes.store(code.fma(step, less), panel, first + (4L * word + i) * stride, bfloat16);
            }
        }
    }

    private IntVector words(long at) {
        return IntVector.fromMemorySegment(Lanes.INTS, data, at, Lanes.ORDER);
    }

    static FloatVector number(IntVector codes) {
        return (FloatVector) codes.convert(VectorOperators.I2F, 0);
    }
}
