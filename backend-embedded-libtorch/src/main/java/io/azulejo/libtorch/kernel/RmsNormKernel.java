package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.bytedeco.pytorch.Tensor;

/** Rows divided by the root of their mean square, times a weight; float32 inside. */
public final class RmsNormKernel {

    /** Numbers that make a piece of work for another thread worth its while. */
    private static final int PIECE = 1 << 16;

    private RmsNormKernel() {}

    /**
     * @param x [..., width], rows of the last dimension contiguous and equally far apart
     * @param weight [width], of the same type
     * @param measured how many of a row's numbers, from the first one on, the mean square is taken over
     * @return contiguous, [..., width], of the same type
     */
    public static Tensor forward(Tensor x, Tensor weight, double eps, int measured) {
        int width = (int) weight.size(0);
        int rows = (int) (x.numel() / width);
        long stride = x.dim() < 2 ? width : x.stride(x.dim() - 2);
        Tensor out = x.new_empty(x.sizes());
        MemorySegment from = Kernels.memory(x);
        MemorySegment to = Kernels.memory(out);
        MemorySegment weights = Kernels.memory(weight);
        boolean bfloat16 = Kernels.isBfloat16(x);
        int perPiece = Math.max(1, PIECE / width);
        Parallel.forEach(Math.ceilDiv(rows, perPiece), piece -> {
            for (int row = piece * perPiece; row < Math.min(rows, (piece + 1) * perPiece); row++) {
                row(from, row * stride, to, (long) row * width, weights, width, measured, (float) eps, bfloat16);
            }
        });
        return out;
    }

    private static void row(MemorySegment from, long in, MemorySegment to, long out, MemorySegment weights, int width,
            int measured, float eps, boolean bfloat16) {
        FloatVector squares = FloatVector.zero(Lanes.FLOATS);
        int i = 0;
        for (; i < Lanes.bound(measured); i += Lanes.COUNT) {
            FloatVector x = Lanes.load(from, in + i, bfloat16);
            squares = x.fma(x, squares);
        }
        float sum = squares.reduceLanes(VectorOperators.ADD);
        for (; i < measured; i++) {
            float x = Lanes.get(from, in + i, bfloat16);
            sum += x * x;
        }
        float scale = (float) (1 / Math.sqrt((double) sum / measured + eps));
        for (i = 0; i < Lanes.bound(width); i += Lanes.COUNT) {
            Lanes.store(Lanes.load(from, in + i, bfloat16).mul(scale).mul(Lanes.load(weights, i, bfloat16)), to,
                    out + i, bfloat16);
        }
        for (; i < width; i++) {
            Lanes.put(Lanes.get(from, in + i, bfloat16) * scale * Lanes.get(weights, i, bfloat16), to, out + i,
                    bfloat16);
        }
    }
}
