package io.azulejo.libtorch.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.bytedeco.pytorch.Tensor;

/** In 8 bits: two strips. */
final class FourRows8 extends FourRows {

    FourRows8(Tensor x, StripMatrix matrix, Tensor out) {
        super(x, matrix, out, CodeMask.WHOLE, CodeMask.WHOLE);
    }

    @Override
    void group(long at, int first, float[] sums) {
        long strip = matrix.stripBytes();
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        for (int word = 0; word < GROUP / 4; word++) {
            IntVector u = words(at + (long) word * Lanes.VECTOR_BYTES);
            IntVector v = words(at + strip + (long) word * Lanes.VECTOR_BYTES);
            for (int i = 0; i < 4; i++) {
                IntVector mask = IntVector.broadcast(Lanes.INTS, 0xff << (8 * i));
                FloatVector p = number(u.and(mask));
                FloatVector q = number(v.and(mask));
                int input = first + ROWS * (4 * word + i);
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
        return scales(at + vector * matrix.stripBytes());
    }
}
