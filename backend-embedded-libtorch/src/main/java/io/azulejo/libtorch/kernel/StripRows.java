package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.tensor.Tensors;

/** Single rows out of a {@link StripMatrix} of 16 bits, as they were before they were laid out. */
public final class StripRows {

    /** Rows that are worth another thread's while: each is a cache line for two of its numbers. */
    private static final int PER_PIECE = 16;

    private StripRows() {}

    /**
     * @param rows numbers of rows, each below {@link StripMatrix#outputs}
     * @return bfloat16 [rows, inputs]; belongs to the scope this is called in
     */
    public static Tensor of(StripMatrix matrix, int[] rows) {
        if (matrix.bits() != 16) {
            throw new IllegalArgumentException("Rows of " + matrix.bits() + " bits were rounded.");
        }
        for (int row : rows) {
            if (row < 0 || row >= matrix.outputs()) {
                throw new IndexOutOfBoundsException("There are " + matrix.outputs() + " rows and no row " + row + ".");
            }
        }
        Tensor out = torch.empty(new long[]{rows.length, matrix.inputs()}, Tensors.options(ScalarType.BFloat16), null);
        MemorySegment from = Kernels.memory(matrix.data());
        MemorySegment to = Kernels.memory(out);
        Parallel.forEach(Math.ceilDiv(rows.length, PER_PIECE), piece -> {
            for (int i = piece * PER_PIECE; i < Math.min(rows.length, (piece + 1) * PER_PIECE); i++) {
                copy(matrix, from, rows[i], to, 2L * i * matrix.inputs());
            }
        });
        return out;
    }

    private static void copy(StripMatrix matrix, MemorySegment from, int row, MemorySegment to, long at) {
        int within = row % StripMatrix.TILE;
        long word = row / StripMatrix.TILE * matrix.stripBytes() + (long) within * Integer.BYTES;
        int pairs = matrix.inputs() / 2;
        // A word is two neighbours as they are, and groups of 16 bits have no scales between them.
        for (int i = 0; i < pairs; i++, word += 2L * Lanes.VECTOR_BYTES) {
            to.set(ValueLayout.JAVA_INT_UNALIGNED, at + 4L * i, from.get(ValueLayout.JAVA_INT, word));
        }
        if (matrix.inputs() % 2 == 1) {
            to.set(ValueLayout.JAVA_SHORT_UNALIGNED, at + 4L * pairs, from.get(ValueLayout.JAVA_SHORT, word));
        }
    }
}
