package io.azulejo.libtorch.weights;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import io.azulejo.libtorch.nativelib.ZeroedMemory;

/**
 * Memory for weights in a form of their own, many matrices in a piece: huge pages begin where a multiple of their size does,
 * which a matrix by itself may not contain. What is left of a piece is never touched and so takes no memory.
 */
final class WeightMemory implements AutoCloseable {

    private static final long PIECE_BYTES = 64 << 20;
    private static final long ALIGNMENT = 64;

    private final List<ZeroedMemory> pieces = new ArrayList<>();
    private MemorySegment rest = MemorySegment.NULL;

    /**
     * Memory that is there until this closes, aligned for vectors.
     *
     * @throws OutOfMemoryError where the system refuses
     */
    MemorySegment allocate(long bytes) {
        long filled = Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
        if (filled > rest.byteSize()) {
            ZeroedMemory piece = ZeroedMemory.allocate(Math.max(filled, PIECE_BYTES));
            pieces.add(piece);
            if (filled >= PIECE_BYTES) {
                return piece.segment();
            }
            rest = piece.segment();
        }
        MemorySegment memory = rest.asSlice(0, bytes);
        rest = rest.asSlice(filled);
        return memory;
    }

    @Override
    public void close() {
        pieces.forEach(ZeroedMemory::close);
        pieces.clear();
        rest = MemorySegment.NULL;
    }
}
