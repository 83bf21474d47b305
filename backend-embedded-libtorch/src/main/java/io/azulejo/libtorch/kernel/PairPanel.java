package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Spells out the codes of a {@link StripMatrix} in bfloat16 as {@link BlockProduct} takes them: [inputs / 2, outputs, 2]. */
final class PairPanel extends StripReader {

    PairPanel(StripMatrix matrix) {
        super(matrix);
    }

    /**
     * @param firstOutput a multiple of {@link StripMatrix#TILE}, as is {@code count}
     * @param count how many outputs
     * @param firstGroup of inputs
     * @param panel written, its first column from {@code firstColumn} of {@code columns} on
     */
    @SuppressWarnings("TooManyParameters")
    void expand(int firstOutput, int count, int firstGroup, int groups, MemorySegment panel, int firstColumn,
            int columns) {
        long row = (long) columns * Integer.BYTES;
        // Group by group, so that what several strips write to one line of the cache meets there.
        for (int group = 0; group < groups; group++) {
            for (int output = 0; output < count; output += StripMatrix.TILE) {
                long at = matrix.at(firstOutput + output, firstGroup + group);
                long to = Integer.BYTES * ((long) group * GROUP / 2 * columns + firstColumn + output);
                long scales = at + matrix.wordBytes();
                if (matrix.bits() == 8) {
                    codes(at, CodeMask.WHOLE, scales, panel, to, row);
                    codes(at + matrix.stripBytes(), CodeMask.WHOLE, scales + matrix.stripBytes(), panel,
                            to + Lanes.VECTOR_BYTES, row);
                } else {
                    codes(at, CodeMask.LOW, scales, panel, to, row);
                    codes(at, CodeMask.HIGH, scales + Lanes.VECTOR_BYTES, panel, to + Lanes.VECTOR_BYTES, row);
                }
            }
        }
    }

    /** Address of a group of the strip that begins with this output, in a matrix of 16 bits: pairs as they are. */
    long strip(int output, int group) {
        return address() + matrix.at(output, group);
    }

    private void codes(long at, CodeMask mask, long scales, MemorySegment panel, long to, long row) {
        FloatVector scale = scales(scales);
        for (int i = 0; i < 4; i += 2) {
            FloatVector firstStep = scale.mul(1f / (1 << (8 * i)));
            FloatVector firstLess = scale.mul(-mask.added(i));
            FloatVector secondStep = scale.mul(1f / (1 << (8 * i + 8)));
            FloatVector secondLess = scale.mul(-mask.added(i + 1));
            int firstCut = mask.at(i);
            int secondCut = mask.at(i + 1);
            for (int word = 0; word < GROUP / 4; word++) {
                IntVector four = words(at + (long) word * Lanes.VECTOR_BYTES);
                Lanes.pair(number(four.and(firstCut)).fma(firstStep, firstLess),
                        number(four.and(secondCut)).fma(secondStep, secondLess))
                        .intoMemorySegment(panel, to + (2L * word + i / 2) * row, Lanes.ORDER);
            }
        }
    }
}
