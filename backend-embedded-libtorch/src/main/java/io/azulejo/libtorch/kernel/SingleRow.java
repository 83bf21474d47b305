package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import org.bytedeco.pytorch.Tensor;

/**
 * The product of one row with a {@link StripMatrix}; float32 inside.
 * <p>
 * There is a class for each width since the compiler makes good code of these loops only where all bounds are constants,
 * and where a method has no more than some 25 vector operations.
 */
abstract sealed class SingleRow extends StripReader permits SingleRow16, SingleRow8, SingleRow4 {

    final int groups;
    final long stripBytes;
    final long streamBytes;
    private final MemorySegment out;
    private final boolean bfloat16;

    SingleRow(StripMatrix matrix, Tensor out) {
        super(matrix);
        groups = matrix.groups();
        stripBytes = matrix.stripBytes();
        streamBytes = matrix.streamBytes();
        this.out = Kernels.memory(out);
        bfloat16 = Kernels.isBfloat16(out);
    }

    static SingleRow of(Tensor x, StripMatrix matrix, Tensor out) {
        float[] inputs = row(Kernels.memory(x), 0, matrix, Kernels.isBfloat16(x));
        return switch (matrix.bits()) {
            case 16 -> new SingleRow16(inputs, matrix, out);
            case 8 -> new SingleRow8(inputs, matrix, out);
            default -> new SingleRow4(inputs, matrix, out);
        };
    }

    /** Computes the outputs of a block. */
    abstract void block(int block);

    /** Writes sums of a block, as far as there are outputs. */
    final void put(FloatVector sums, int output) {
        int left = matrix.outputs() - output;
        if (left >= Lanes.COUNT) {
            Lanes.store(sums, out, output, bfloat16);
        } else {
            for (int i = 0; i < left; i++) {
                Lanes.put(sums.lane(i), out, (long) output + i, bfloat16);
            }
        }
    }

    /** The first output of a block in its strip with this number. */
    final int output(int block, int strip) {
        return block * matrix.outputsPerStrip() + strip * matrix.streamOutputs();
    }
}
