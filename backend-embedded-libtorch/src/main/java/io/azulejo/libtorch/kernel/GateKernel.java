package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.bytedeco.pytorch.Tensor;

/** SiLU of the first half of each row times its second half; float32 inside. */
public final class GateKernel {

    /** Numbers that make a piece of work for another thread worth its while. */
    private static final int PIECE = 1 << 15;

    private GateKernel() {}

    /**
     * @param x [rows, 2 * width], contiguous, float32 or bfloat16
     * @return [rows, width] of the same type; belongs to the scope this is called in
     */
    public static Tensor forward(Tensor x) {
        int rows = (int) x.size(0);
        int width = (int) x.size(1) / 2;
        Tensor out = x.new_empty(rows, width);
        MemorySegment from = Kernels.memory(x);
        MemorySegment to = Kernels.memory(out);
        boolean bfloat16 = Kernels.isBfloat16(x);
        int perPiece = Math.max(1, PIECE / width);
        Parallel.forEach(Math.ceilDiv(rows, perPiece), piece -> {
            for (int row = piece * perPiece; row < Math.min(rows, (piece + 1) * perPiece); row++) {
                row(from, 2L * row * width, to, (long) row * width, width, bfloat16);
            }
        });
        return out;
    }

    private static void row(MemorySegment from, long gate, MemorySegment to, long out, int width, boolean bfloat16) {
        int i = 0;
        for (; i < Lanes.bound(width); i += Lanes.COUNT) {
            FloatVector x = Lanes.load(from, gate + i, bfloat16);
            // x / (1 + e^-x), and for x below 0 the same with e^x, which does not overflow.
            FloatVector e = Lanes.exp(x.abs().neg());
            FloatVector silu = x.mul(e.blend(1f, x.compare(VectorOperators.GE, 0f))).div(e.add(1f));
            Lanes.store(silu.mul(Lanes.load(from, gate + width + i, bfloat16)), to, out + i, bfloat16);
        }
        for (; i < width; i++) {
            float x = Lanes.get(from, gate + i, bfloat16);
            float silu = (float) (x / (1 + Math.exp((double) -x)));
            Lanes.put(silu * Lanes.get(from, gate + width + i, bfloat16), to, out + i, bfloat16);
        }
    }
}
