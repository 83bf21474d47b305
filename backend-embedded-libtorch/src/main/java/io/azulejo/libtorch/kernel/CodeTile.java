package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

/** Rows in bfloat16 that machine code works on: {@link TileProduct} and {@link SoftmaxCode}. */
final class CodeTile extends RowTile {

    static final int MOST_ROWS = 4 * TileCode.MOST_ROWS;
    /** Outputs of two strips: a tile's keys and a head's numbers are multiples of this. */
    private static final int STRIPS = 2 * StripMatrix.TILE;

    private final int products;
    private final MemorySegment shapeMemory;

    CodeTile(int rows, int headDim, int maxKeys) {
        super(rows, rows, headDim, maxKeys, true, TileCode.SHAPE_BYTES);
        products = Math.ceilDiv(rows, TileCode.MOST_ROWS);
        shapeMemory = memory.asSlice(end);
    }

    static boolean serves(int headDim) {
        return TileProduct.present() && SoftmaxCode.present() && headDim % STRIPS == 0;
    }

    /** @param keyTile [stored / 16, headDim / 2, 16, 2] */
    @Override
    void multiplyKeys(long keyTile, int stored, int keys) {
        long strip = (long) headDim * StripMatrix.TILE * Short.BYTES;
        TileCode.shape(shapeMemory, (long) headDim * Short.BYTES, headDim, strip, 2 * strip, (long) keys * Float.BYTES);
        multiply(TileCode.End.SUMS, keyTile, 0, (long) headDim * Short.BYTES, scores, (long) keys * Float.BYTES,
                keys / STRIPS);
    }

    /** @param valueTile [headDim / 16, stored / 2, 16, 2] */
    @Override
    void multiplyValues(long valueTile, int stored, int keys) {
        long strip = (long) stored * StripMatrix.TILE * Short.BYTES;
        TileCode.shape(shapeMemory, (long) keys * Short.BYTES, keys, strip, 2 * strip, (long) headDim * Float.BYTES);
        multiply(TileCode.End.ADDED, valueTile, weights, (long) keys * Short.BYTES, values,
                (long) headDim * Float.BYTES, headDim / STRIPS);
    }

    @SuppressWarnings("TooManyParameters")
    private void multiply(TileCode.End end, long strips, long x, long xRow, long out, long outRow, int count) {
        for (int product = 0; product < products; product++) {
            int first = product * rows / products;
            int some = (product + 1) * rows / products - first;
            TileProduct.multiply(TileProduct.function(some, end), strips, memory.address() + x + first * xRow,
                    memory.address() + out + first * outRow, 0, shapeMemory.address(), count);
        }
    }

    @Override
    int step() {
        return SoftmaxCode.STEP;
    }

    @Override
    float largestOf(long from, int count) {
        return SoftmaxCode.largest(memory.address() + Float.BYTES * from, count);
    }

    @Override
    float exponentials(long from, long to, int count, float offset) {
        return SoftmaxCode.weigh(memory.address() + Float.BYTES * from, memory.address() + Short.BYTES * to, count,
                scale, offset);
    }
}
