package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.bytedeco.pytorch.Tensor;

/**
 * The product of one row with a {@link StripMatrix}; float32 inside.
 * <p>
 * There is a class for each width since the compiler makes good code of these loops only where all bounds are constants,
 * and where a method has no more than some 25 vector operations.
 */
abstract sealed class SingleRow permits SingleRow16, SingleRow8, SingleRow4 {

    static final int GROUP = StripMatrix.GROUP;

    final int groups;
    final long stripBytes;
    final long streamBytes;
    private final StripMatrix matrix;
    private final MemorySegment data;
    private final MemorySegment out;
    private final boolean bfloat16;

    SingleRow(StripMatrix matrix, Tensor out) {
        this.matrix = matrix;
        groups = matrix.groups();
        stripBytes = matrix.stripBytes();
        streamBytes = matrix.streamBytes();
        data = Kernels.memory(matrix.data());
        this.out = Kernels.memory(out);
        bfloat16 = Kernels.isBfloat16(out);
    }

    static SingleRow of(Tensor x, StripMatrix matrix, Tensor out) {
        float[] inputs = new float[matrix.groups() * GROUP];
        MemorySegment from = Kernels.memory(x);
        boolean bfloat16 = Kernels.isBfloat16(x);
        for (int i = 0; i < matrix.inputs(); i++) {
            inputs[i] = Lanes.get(from, i, bfloat16);
        }
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

    final IntVector words(long at) {
        return IntVector.fromMemorySegment(Lanes.INTS, data, at, Lanes.ORDER);
    }

    final FloatVector scales(long at) {
        return FloatVector.fromMemorySegment(Lanes.FLOATS, data, at, Lanes.ORDER);
    }

    static FloatVector broadcast(float value) {
        return FloatVector.broadcast(Lanes.FLOATS, value);
    }

    /** Divides each input by the power of two that its code comes with. */
    static void divide(float[] inputs) {
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] /= 1 << (8 * (i % 4));
        }
    }

    /**
     * What the added half range contributes to the sums of each group, negative.
     *
     * @param signed whether the last code of a word has nothing added
     */
    static float[] offsets(float[] inputs, float offset, boolean signed) {
        float[] offsets = new float[inputs.length / GROUP];
        for (int i = 0; i < inputs.length; i++) {
            if (!signed || i % 4 < 3) {
                offsets[i / GROUP] -= offset * inputs[i];
            }
        }
        return offsets;
    }
}
