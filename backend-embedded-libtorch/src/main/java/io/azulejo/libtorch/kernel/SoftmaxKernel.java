package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.bytedeco.pytorch.Tensor;

/** Attention scores to attention weights, in place: scale, mask and softmax in one pass; float32 inside. */
public final class SoftmaxKernel {

    private static final int PIECE = 1 << 15;

    private SoftmaxKernel() {}

    /**
     * Row i of every group of rows sees the first {@code columns - rows + 1 + i} columns; the rest become 0.
     *
     * @param scores [..., rows, columns], contiguous
     * @param rows of a group; 1 where every row sees every column
     */
    public static void causal(Tensor scores, double scale, int rows) {
        int columns = (int) scores.size(-1);
        int all = (int) (scores.numel() / columns);
        MemorySegment memory = Kernels.memory(scores);
        boolean bfloat16 = Kernels.isBfloat16(scores);
        int perPiece = Math.max(1, PIECE / columns);
        Parallel.forEach(Math.ceilDiv(all, perPiece), piece -> {
            for (int row = piece * perPiece; row < Math.min(all, (piece + 1) * perPiece); row++) {
                row(memory, (long) row * columns, columns, columns - rows + 1 + row % rows, (float) scale, bfloat16);
            }
        });
    }

    private static void row(MemorySegment scores, long start, int columns, int visible, float scale,
            boolean bfloat16) {
        int whole = Lanes.bound(visible);
        FloatVector largest = FloatVector.broadcast(Lanes.FLOATS, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            largest = largest.max(Lanes.load(scores, start + i, bfloat16));
        }
        float max = largest.reduceLanes(VectorOperators.MAX);
        for (int i = whole; i < visible; i++) {
            max = Math.max(max, Lanes.get(scores, start + i, bfloat16));
        }
        FloatVector offset = FloatVector.broadcast(Lanes.FLOATS, -max * scale);
        FloatVector factor = FloatVector.broadcast(Lanes.FLOATS, scale);
        FloatVector sums = FloatVector.zero(Lanes.FLOATS);
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            sums = sums.add(Lanes.exp(Lanes.load(scores, start + i, bfloat16).fma(factor, offset)));
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        for (int i = whole; i < visible; i++) {
            sum += (float) Math.exp((Lanes.get(scores, start + i, bfloat16) - max) * scale);
        }
        float share = 1 / sum;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            Lanes.store(Lanes.exp(Lanes.load(scores, start + i, bfloat16).fma(factor, offset)).mul(share), scores,
                    start + i, bfloat16);
        }
        for (int i = whole; i < visible; i++) {
            Lanes.put((float) Math.exp((Lanes.get(scores, start + i, bfloat16) - max) * scale) * share, scores,
                    start + i, bfloat16);
        }
        for (int i = visible; i < columns; i++) {
            Lanes.put(0, scores, start + i, bfloat16);
        }
    }
}
