package io.azulejo.libtorch.kernel;

import java.lang.foreign.ValueLayout;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.tensor.Tensors;

/**
 * Rows of bfloat16 turned as {@link RowsCode}'s functions read them: the pairs of inputs of a group one behind the other, each of
 * all rows. For codes an input is divided by the power of two that its code comes with, and a group ends with what the codes
 * have too much, a float32 of each row; in 4 bits those of the strip's first half of outputs and then those of the second.
 */
final class RowInputs {

    private static final int GROUP = StripMatrix.GROUP;
    /** Numbers for which another thread is worth while. */
    private static final int MANY = 1 << 13;

    private final StripMatrix matrix;
    private final int rows;
    private final long from;
    private final long to;
    private final int groupBytes;

    private RowInputs(StripMatrix matrix, int rows, long from, Tensor to) {
        this.matrix = matrix;
        this.rows = rows;
        this.from = from;
        this.to = to.data_ptr().address();
        groupBytes = Integer.BYTES * RowsCode.inputsOfGroup(matrix.bits(), rows);
    }

    /**
     * @param x [rows, inputs] in bfloat16, contiguous; of whole pairs
     * @return int32, for each group {@link RowsCode#inputsOfGroup}; belongs to the scope this is called in
     */
    static Tensor of(Tensor x, int first, int rows, StripMatrix matrix) {
        int groups = matrix.groups();
        Tensor turned = torch.empty(new long[]{groups, RowsCode.inputsOfGroup(matrix.bits(), rows)},
                Tensors.options(ScalarType.Int), null);
        RowInputs inputs = new RowInputs(matrix, rows,
                x.data_ptr().address() + (long) Short.BYTES * first * matrix.inputs(), turned);
        int pieces = rows * matrix.inputs() < MANY ? 1 : Math.min(groups, Parallel.threads());
        Parallel.forEach(pieces, piece -> {
            for (int group = piece * groups / pieces; group < (piece + 1) * groups / pieces; group++) {
                for (int row = 0; row < rows; row++) {
                    inputs.put(group, row);
                }
            }
        });
        return turned;
    }

    private void put(int group, int row) {
        int pairs = Math.min(GROUP, matrix.inputs() - group * GROUP) / 2;
        long source = from + (long) Short.BYTES * ((long) row * matrix.inputs() + (long) group * GROUP);
        long target = to + (long) group * groupBytes + (long) Integer.BYTES * row;
        long step = (long) Integer.BYTES * rows;
        if (matrix.bits() == 16) {
            for (int pair = 0; pair < GROUP / 2; pair++) {
                put(target + pair * step, pair < pairs ? pair(source, pair) : 0);
            }
            return;
        }
        float firstThree = 0;
        float last = 0;
        for (int pair = 0; pair < GROUP / 2; pair += 2) {
            int low = pair < pairs ? pair(source, pair) : 0;
            int high = pair + 1 < pairs ? pair(source, pair + 1) : 0;
            firstThree += lower(low) + upper(low) + lower(high);
            last += upper(high);
            put(target + pair * step, divided(low & 0xffff, 0) | divided(low >>> 16, 8) << 16);
            put(target + (pair + 1) * step, divided(high & 0xffff, 16) | divided(high >>> 16, 24) << 16);
        }
        putOffset(target + GROUP / 2 * step, matrix.bits() == 8 ? CodeMask.WHOLE : CodeMask.LOW, firstThree, last);
        if (matrix.bits() == 4) {
            putOffset(target + (GROUP / 2 + 1) * step, CodeMask.HIGH, firstThree, last);
        }
    }

    private static void putOffset(long address, CodeMask mask, float firstThree, float last) {
        put(address, Float.floatToRawIntBits(-mask.added(0) * firstThree - mask.added(3) * last));
    }

    private static int pair(long source, int pair) {
        return Kernels.MEMORY.get(ValueLayout.JAVA_INT_UNALIGNED, source + (long) Integer.BYTES * pair);
    }

    private static void put(long address, int value) {
        Kernels.MEMORY.set(ValueLayout.JAVA_INT, address, value);
    }

    private static float lower(int pair) {
        return Float.intBitsToFloat(pair << 16);
    }

    private static float upper(int pair) {
        return Float.intBitsToFloat(pair & 0xffff0000);
    }

    /** A bfloat16 over a power of two; 0 where it is too small for that. */
    private static int divided(int number, int power) {
        int less = power << 7;
        return (number & 0x7f80) > less ? number - less : 0;
    }
}
