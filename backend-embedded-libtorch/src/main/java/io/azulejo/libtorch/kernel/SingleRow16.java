package io.azulejo.libtorch.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.bytedeco.pytorch.Tensor;

/** In bfloat16, which is the upper half of float32: two strips, each of two vectors of outputs. */
final class SingleRow16 extends SingleRow {

    private final float[] inputs;

    SingleRow16(float[] inputs, StripMatrix matrix, Tensor out) {
        super(matrix, out);
        this.inputs = inputs;
    }

    @Override
    void block(int block) {
        long start = block * stripBytes;
        // Both halves of the inputs at once: four streams are read faster than two.
        int half = inputs.length / 4;
        long away = 2L * half * Lanes.VECTOR_BYTES;
        IntVector upper = IntVector.broadcast(Lanes.INTS, 0xffff0000);
        FloatVector a = broadcast(0);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = 0; i < half; i++) {
            long at = start + 2L * i * Lanes.VECTOR_BYTES;
            for (int part = 0; part < 2; part++) {
                IntVector u = words(at + part * away);
                IntVector v = words(at + part * away + Lanes.VECTOR_BYTES);
                IntVector w = words(at + part * away + streamBytes);
                IntVector x = words(at + part * away + streamBytes + Lanes.VECTOR_BYTES);
                FloatVector y = broadcast(inputs[2 * (i + part * half)]);
                a = lower(u).fma(y, a);
                b = lower(v).fma(y, b);
                c = lower(w).fma(y, c);
                d = lower(x).fma(y, d);
                y = broadcast(inputs[2 * (i + part * half) + 1]);
                a = u.and(upper).reinterpretAsFloats().fma(y, a);
                b = v.and(upper).reinterpretAsFloats().fma(y, b);
                c = w.and(upper).reinterpretAsFloats().fma(y, c);
                d = x.and(upper).reinterpretAsFloats().fma(y, d);
            }
        }
        put(a, output(block, 0));
        put(b, output(block, 0) + Lanes.COUNT);
        put(c, output(block, 1));
        put(d, output(block, 1) + Lanes.COUNT);
    }

    private static FloatVector lower(IntVector words) {
        return words.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }
}
