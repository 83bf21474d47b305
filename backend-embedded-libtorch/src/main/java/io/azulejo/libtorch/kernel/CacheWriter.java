package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.jspecify.annotations.Nullable;

/** Writes rows of keys or values into a layer's cache. */
final class CacheWriter {

    private final MemorySegment to;
    private final @Nullable MemorySegment scales;
    private final int kvHeads;
    private final int headDim;
    private final MemorySegment from;
    private final boolean bfloat16;

    /** @param from where the rows are, in bfloat16 or float32 */
    CacheWriter(CacheRows cache, int kvHeads, int headDim, MemorySegment from, boolean bfloat16) {
        to = Kernels.memory(cache.numbers());
        scales = cache.scales() == null ? null : Kernels.memory(cache.scales());
        this.kvHeads = kvHeads;
        this.headDim = headDim;
        this.from = from;
        this.bfloat16 = bfloat16;
    }

    /** @param start the index of the row's first number */
    void write(long start, int slot) {
        long width = (long) kvHeads * headDim;
        if (scales == null) {
            long bytes = bfloat16 ? 2 : 4;
            MemorySegment.copy(from, start * bytes, to, slot * width * bytes, width * bytes);
            return;
        }
        for (int head = 0; head < kvHeads; head++) {
            long at = (long) head * headDim;
            Lanes.put(quantize(start + at, slot * width + at), scales, (long) slot * kvHeads + head, false);
        }
    }

    /** One head's codes; gives their scale. The largest number gets the code 127 or -127. */
    private float quantize(long start, long codes) {
        float most = 0;
        for (int i = 0; i < headDim; i++) {
            most = Math.max(most, Math.abs(Lanes.get(from, start + i, bfloat16)));
        }
        float factor = most == 0 ? 0 : 127 / most;
        for (int i = 0; i < headDim; i++) {
            to.set(ValueLayout.JAVA_BYTE, codes + i,
                    (byte) Math.round(Lanes.get(from, start + i, bfloat16) * factor));
        }
        return most / 127;
    }
}
