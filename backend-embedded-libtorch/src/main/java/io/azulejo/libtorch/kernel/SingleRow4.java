package io.azulejo.libtorch.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.bytedeco.pytorch.Tensor;

/** In 4 bits: two strips, each of two vectors of outputs. */
final class SingleRow4 extends SingleRow {

    private final float[] inputs;
    private final float[] lowOffsets;
    private final float[] highOffsets;

    SingleRow4(float[] inputs, StripMatrix matrix, Tensor out) {
        super(matrix, out);
        lowOffsets = CodeMask.LOW.offsets(inputs);
        highOffsets = CodeMask.HIGH.offsets(inputs);
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
            FloatVector a = broadcast(lowOffsets[group]);
            FloatVector b = broadcast(highOffsets[group]);
            FloatVector c = a;
            FloatVector d = b;
            for (int input = group * GROUP; input < group * GROUP + GROUP; input += 4) {
                IntVector u = words(at);
                IntVector v = words(at + stream);
                at += Lanes.VECTOR_BYTES;
                for (int i = 0; i < 4; i++) {
                    IntVector low = IntVector.broadcast(Lanes.INTS, 0xf << (8 * i));
                    IntVector high = IntVector.broadcast(Lanes.INTS, 0xf0 << (8 * i));
                    FloatVector y = broadcast(inputs[input + i]);
                    a = number(u.and(low)).fma(y, a);
                    b = number(u.and(high)).fma(y, b);
                    c = number(v.and(low)).fma(y, c);
                    d = number(v.and(high)).fma(y, d);
                }
            }
            sumA = a.fma(scales(at), sumA);
            sumB = b.fma(scales(at + Lanes.VECTOR_BYTES), sumB);
            sumC = c.fma(scales(at + stream), sumC);
            sumD = d.fma(scales(at + stream + Lanes.VECTOR_BYTES), sumD);
            at += 2L * Lanes.VECTOR_BYTES;
        }
        put(sumA, output(block, 0));
        put(sumB, output(block, 0) + Lanes.COUNT);
        put(sumC, output(block, 1));
        put(sumD, output(block, 1) + Lanes.COUNT);
    }
}
