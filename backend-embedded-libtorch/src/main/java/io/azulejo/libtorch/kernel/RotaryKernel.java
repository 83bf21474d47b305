package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import org.bytedeco.pytorch.Tensor;

/** Turns queries and keys by their positions and puts keys and values into the cache, in one pass. */
public final class RotaryKernel {

    private static final int PIECE_ROWS = 32;

    private RotaryKernel() {}

    /**
     * @param qkv [rows, (heads + 2 * kvHeads) * headDim], contiguous: queries of all heads, keys, values; queries and
     *        keys are turned in place
     * @param cos [rows * headDim / 2], row by row: channel i turns with channel i + headDim / 2
     * @param sin as cos
     * @param cachedKeys numbers of the same type, or codes; as cachedValues
     * @param slots of each row
     */
    @SuppressWarnings("TooManyParameters")
    public static void turnAndStore(Tensor qkv, float[] cos, float[] sin, int heads, int kvHeads, int headDim,
            CacheRows cachedKeys, CacheRows cachedValues, int[] slots) {
        MemorySegment memory = Kernels.memory(qkv);
        boolean bfloat16 = Kernels.isBfloat16(qkv);
        CacheWriter keys = new CacheWriter(cachedKeys, kvHeads, headDim, memory, bfloat16);
        CacheWriter values = new CacheWriter(cachedValues, kvHeads, headDim, memory, bfloat16);
        long width = (long) (heads + 2 * kvHeads) * headDim;
        int half = headDim / 2;
        Parallel.forEach(Math.ceilDiv(slots.length, PIECE_ROWS), piece -> {
            for (int row = piece * PIECE_ROWS; row < Math.min(slots.length, (piece + 1) * PIECE_ROWS); row++) {
                long start = row * width;
                for (int head = 0; head < heads + kvHeads; head++) {
                    turn(memory, start + (long) head * headDim, cos, sin, row * half, half, bfloat16);
                }
                keys.write(start + (long) heads * headDim, slots[row]);
                values.write(start + (long) (heads + kvHeads) * headDim, slots[row]);
            }
        });
    }

    private static void turn(MemorySegment memory, long start, float[] cos, float[] sin, int angle, int half,
            boolean bfloat16) {
        int i = 0;
        for (; i < Lanes.bound(half); i += Lanes.COUNT) {
            FloatVector low = Lanes.load(memory, start + i, bfloat16);
            FloatVector high = Lanes.load(memory, start + half + i, bfloat16);
            FloatVector c = FloatVector.fromArray(Lanes.FLOATS, cos, angle + i);
            FloatVector s = FloatVector.fromArray(Lanes.FLOATS, sin, angle + i);
            Lanes.store(low.mul(c).sub(high.mul(s)), memory, start + i, bfloat16);
            Lanes.store(high.mul(c).add(low.mul(s)), memory, start + half + i, bfloat16);
        }
        for (; i < half; i++) {
            float low = Lanes.get(memory, start + i, bfloat16);
            float high = Lanes.get(memory, start + half + i, bfloat16);
            Lanes.put(low * cos[angle + i] - high * sin[angle + i], memory, start + i, bfloat16);
            Lanes.put(high * cos[angle + i] + low * sin[angle + i], memory, start + half + i, bfloat16);
        }
    }
}
