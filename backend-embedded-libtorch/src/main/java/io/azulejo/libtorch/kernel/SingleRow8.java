package io.azulejo.libtorch.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.bytedeco.pytorch.Tensor;

/** In 8 bits. */
final class SingleRow8 extends SingleRow {

    private final float[] inputs;
    private final float[] offsets;

    SingleRow8(float[] inputs, StripMatrix matrix, Tensor out) {
        super(matrix, out);
        offsets = CodeMask.WHOLE.offsets(inputs);
        divide(inputs);
        this.inputs = inputs;
    }

    @Override
    void block(int block) {
        long at = block * stripBytes;
        long stream = streamBytes;
        FloatVector sumA = broadcast(0);
        FloatVector sumB = sumA;
        FloatVector sumC = sumA;
        FloatVector sumD = sumA;
        for (int group = 0; group < groups; group++) {
            FloatVector a = broadcast(offsets[group]);
            FloatVector b = a;
            FloatVector c = a;
            FloatVector d = a;
            for (int input = group * GROUP; input < group * GROUP + GROUP; input += 4) {
                IntVector u = words(at);
                IntVector v = words(at + stream);
                IntVector w = words(at + 2 * stream);
                IntVector x = words(at + 3 * stream);
                at += Lanes.VECTOR_BYTES;
                for (int i = 0; i < 4; i++) {
                    IntVector mask = IntVector.broadcast(Lanes.INTS, 0xff << (8 * i));
                    FloatVector y = broadcast(inputs[input + i]);
                    a = number(u.and(mask)).fma(y, a);
                    b = number(v.and(mask)).fma(y, b);
                    c = number(w.and(mask)).fma(y, c);
                    d = number(x.and(mask)).fma(y, d);
                }
            }
            sumA = a.fma(scales(at), sumA);
            sumB = b.fma(scales(at + stream), sumB);
            sumC = c.fma(scales(at + 2 * stream), sumC);
            sumD = d.fma(scales(at + 3 * stream), sumD);
            at += Lanes.VECTOR_BYTES;
        }
        put(sumA, output(block, 0));
        put(sumB, output(block, 1));
        put(sumC, output(block, 2));
        put(sumD, output(block, 3));
    }
}
