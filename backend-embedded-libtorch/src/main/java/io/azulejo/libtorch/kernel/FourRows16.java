package io.azulejo.libtorch.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.bytedeco.pytorch.Tensor;

/** In bfloat16, which is the upper half of float32: a strip. */
final class FourRows16 extends FourRows {

    FourRows16(Tensor x, StripMatrix matrix, Tensor out) {
        super(x, matrix, out, CodeMask.NONE, CodeMask.NONE);
    }

    @Override
    void group(long at, int first, float[] sums) {
        IntVector upper = IntVector.broadcast(Lanes.INTS, 0xffff0000);
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        for (int word = 0; word < GROUP / 2; word++) {
            IntVector u = words(at + 2L * word * Lanes.VECTOR_BYTES);
            IntVector v = words(at + (2L * word + 1) * Lanes.VECTOR_BYTES);
            for (int i = 0; i < 2; i++) {
                FloatVector p = u.lanewise(VectorOperators.LSHL, 16 * (1 - i)).and(upper).reinterpretAsFloats();
                FloatVector q = v.lanewise(VectorOperators.LSHL, 16 * (1 - i)).and(upper).reinterpretAsFloats();
                int input = first + ROWS * (2 * word + i);
                FloatVector y = broadcast(inputs[input]);
                a = p.fma(y, a);
                b = q.fma(y, b);
                y = broadcast(inputs[input + 1]);
                c = p.fma(y, c);
                d = q.fma(y, d);
                y = broadcast(inputs[input + 2]);
                e = p.fma(y, e);
                f = q.fma(y, f);
                y = broadcast(inputs[input + 3]);
                g = p.fma(y, g);
                h = q.fma(y, h);
            }
        }
        a.intoArray(sums, 0);
        b.intoArray(sums, Lanes.COUNT);
        c.intoArray(sums, 2 * Lanes.COUNT);
        d.intoArray(sums, 3 * Lanes.COUNT);
        e.intoArray(sums, 4 * Lanes.COUNT);
        f.intoArray(sums, 5 * Lanes.COUNT);
        g.intoArray(sums, 6 * Lanes.COUNT);
        h.intoArray(sums, 7 * Lanes.COUNT);
    }

    @Override
    FloatVector scale(long at, int vector) {
        return broadcast(1);
    }
}
