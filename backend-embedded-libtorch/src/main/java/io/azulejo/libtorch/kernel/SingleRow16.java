package io.azulejo.libtorch.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.bytedeco.pytorch.Tensor;

/** In bfloat16, which is the upper half of float32. */
final class SingleRow16 extends SingleRow {

    private final float[] inputs;

    SingleRow16(float[] inputs, StripMatrix matrix, Tensor out) {
        super(matrix, out);
        this.inputs = inputs;
    }

    @Override
    void block(int block) {
        long start = block * stripBytes;
        int count = inputs.length / 2;
        IntVector upper = IntVector.broadcast(Lanes.INTS, 0xffff0000);
        FloatVector a = broadcast(0);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = 0; i < count; i++) {
            long at = start + (long) i * Lanes.VECTOR_BYTES;
            IntVector u = words(at);
            IntVector v = words(at + streamBytes);
            IntVector w = words(at + 2 * streamBytes);
            IntVector x = words(at + 3 * streamBytes);
            FloatVector y = broadcast(inputs[2 * i]);
            a = lower(u).fma(y, a);
            b = lower(v).fma(y, b);
            c = lower(w).fma(y, c);
            d = lower(x).fma(y, d);
            y = broadcast(inputs[2 * i + 1]);
            a = u.and(upper).reinterpretAsFloats().fma(y, a);
            b = v.and(upper).reinterpretAsFloats().fma(y, b);
            c = w.and(upper).reinterpretAsFloats().fma(y, c);
            d = x.and(upper).reinterpretAsFloats().fma(y, d);
        }
        put(a, output(block, 0));
        put(b, output(block, 1));
        put(c, output(block, 2));
        put(d, output(block, 3));
    }

    private static FloatVector lower(IntVector words) {
        return words.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }
}
