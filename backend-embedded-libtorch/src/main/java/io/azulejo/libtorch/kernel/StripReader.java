package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** What all that reads a {@link StripMatrix} does. */
abstract sealed class StripReader permits SingleRow, FourRows, StripPanel, PairPanel {

    static final int GROUP = StripMatrix.GROUP;

    final StripMatrix matrix;
    private final long address;

    StripReader(StripMatrix matrix) {
        this.matrix = matrix;
        address = matrix.data().data_ptr().address();
    }

    final long address() {
        return address;
    }

    final IntVector words(long at) {
        return IntVector.fromMemorySegment(Lanes.INTS, Kernels.MEMORY, address + at, Lanes.ORDER);
    }

    final FloatVector scales(long at) {
        return FloatVector.fromMemorySegment(Lanes.FLOATS, Kernels.MEMORY, address + at, Lanes.ORDER);
    }

    static FloatVector number(IntVector codes) {
        return (FloatVector) codes.convert(VectorOperators.I2F, 0);
    }

    static FloatVector broadcast(float value) {
        return FloatVector.broadcast(Lanes.FLOATS, value);
    }

    /** One row of inputs, filled up to whole groups with zeros. */
    static float[] row(MemorySegment rows, int row, StripMatrix matrix, boolean bfloat16) {
        float[] inputs = new float[matrix.groups() * GROUP];
        for (int i = 0; i < matrix.inputs(); i++) {
            inputs[i] = Lanes.get(rows, (long) row * matrix.inputs() + i, bfloat16);
        }
        return inputs;
    }

    /** Divides each input by the power of two that its code comes with. */
    static void divide(float[] inputs) {
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] /= 1 << (8 * (i % 4));
        }
    }
}
