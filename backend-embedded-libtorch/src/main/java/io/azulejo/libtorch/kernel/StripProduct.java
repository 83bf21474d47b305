package io.azulejo.libtorch.kernel;

import org.bytedeco.pytorch.Tensor;

/** Products of a few rows with a {@link StripMatrix}, straight from its words; float32 inside. */
public final class StripProduct {

    /**
     * Bytes of weights in a piece of work: longer pieces are read faster, since a processor takes a while to see where a
     * stream goes on (8 bits at 22 ms a token of W1, and at 25 with a quarter of this), until threads wait for each other's
     * last piece.
     */
    private static final long PIECE_BYTES = 1 << 19;
    /** Bytes that are worth another thread's while. */
    private static final long LEAST_BYTES = 1 << 17;

    private StripProduct() {}

    /**
     * @param x [rows, inputs] in float32 or bfloat16, contiguous
     * @return [rows, outputs] of the same type; belongs to the scope this is called in
     */
    public static Tensor forward(Tensor x, StripMatrix matrix) {
        int rows = (int) x.size(0);
        Tensor out = x.new_empty(rows, matrix.outputs());
        int blocks = matrix.blocks();
        long blockBytes = matrix.stripBytes() * StripMatrix.BLOCK / matrix.outputsPerStrip();
        int perPiece = Math.ceilDiv(blocks, pieces(blocks * blockBytes));
        int pieces = Math.ceilDiv(blocks, perPiece);
        if (rows == 1) {
            SingleRow row = SingleRow.of(x, matrix, out);
            Parallel.forEach(pieces, piece -> {
                for (int block = piece * perPiece; block < Math.min(blocks, (piece + 1) * perPiece); block++) {
                    row.block(block);
                }
            });
        } else {
            FourRows several = FourRows.of(x, matrix, out);
            Parallel.forEach(pieces, piece -> {
                for (int tile = 2 * piece * perPiece; tile < 2 * Math.min(blocks, (piece + 1) * perPiece); tile++) {
                    several.tile(tile);
                }
            });
        }
        return out;
    }

    /** A small matrix goes to all threads alike. */
    private static int pieces(long bytes) {
        return (int) Math.max(1, Math.max(bytes / PIECE_BYTES, Math.min(Parallel.threads(), bytes / LEAST_BYTES)));
    }
}
