package io.azulejo.libtorch.kernel;

import org.bytedeco.pytorch.Tensor;

/** Products of a few rows with a {@link StripMatrix}, straight from its words; float32 inside. */
public final class StripProduct {

    /** Bytes of weights that make a piece of work for another thread worth its while. */
    private static final long PIECE_BYTES = 1 << 17;

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
        int perPiece = (int) Math.max(1, PIECE_BYTES / blockBytes);
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
}
