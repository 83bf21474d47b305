package io.azulejo.processor.image;

import java.util.Arrays;

import static io.azulejo.processor.image.Vp8Tables.BAND;

/**
 * Reads the coefficients of one macroblock after another. A block's first token depends on whether the blocks above and
 * on the left have any, which is what this remembers.
 */
final class Vp8Coefficients {

    private static final int LUMA_WITHOUT_DC = 0;
    private static final int SECOND_ORDER = 1;
    private static final int CHROMA = 2;
    private static final int LUMA = 3;

    /** Blocks of a macroblock: 16 of luma, 4 of U, 4 of V. */
    static final int BLOCKS = 24;

    private final int[] tokens;
    /** For each macroblock column 4 of luma, 2 of U, 2 of V and one of the second-order block. */
    private final byte[] above;
    private final byte[] left = new byte[9];
    private final short[] second = new short[16];

    /** Dequantised coefficients of the macroblock, 16 of each block. */
    final short[] values = new short[16 * BLOCKS];

    Vp8Coefficients(int[] tokens, int columns) {
        this.tokens = tokens;
        this.above = new byte[9 * columns];
    }

    void startRow() {
        Arrays.fill(left, (byte) 0);
    }

    /** A macroblock without coefficients. One predicted in blocks leaves the memory of second-order blocks alone. */
    void skip(int column, boolean inBlocks) {
        int length = inBlocks ? 8 : 9;
        Arrays.fill(above, 9 * column, 9 * column + length, (byte) 0);
        Arrays.fill(left, 0, length, (byte) 0);
        Arrays.fill(values, (short) 0);
    }

    /** Reads {@link #values}; returns whether any pixel changes by them. */
    boolean read(Vp8Bits bits, int column, boolean inBlocks, Vp8Header.Quantizer quantizer) {
        Arrays.fill(values, (short) 0);
        int top = 9 * column;
        int kind = LUMA;
        int first = 0;
        if (!inBlocks) {
            Arrays.fill(second, (short) 0);
            int count = block(bits, SECOND_ORDER, above[top + 8] + left[8], 0, quantizer.secondDc(),
                    quantizer.secondAc(), second, 0);
            above[top + 8] = left[8] = (byte) (count > 0 ? 1 : 0);
            Vp8Transform.secondOrder(second, values);
            kind = LUMA_WITHOUT_DC;
            first = 1;
        }
        boolean any = false;
        for (int block = 0; block < 16; block++) {
            int x = top + block % 4;
            int y = block / 4;
            int count = block(bits, kind, above[x] + left[y], first, quantizer.lumaDc(), quantizer.lumaAc(), values,
                    16 * block);
            above[x] = left[y] = (byte) (count > first ? 1 : 0);
            any |= count > 1 || values[16 * block] != 0;
        }
        for (int block = 16; block < BLOCKS; block++) {
            int plane = 4 + (block - 16) / 4 * 2;
            int x = top + plane + block % 2;
            int y = plane + block / 2 % 2;
            int count = block(bits, CHROMA, above[x] + left[y], 0, quantizer.chromaDc(), quantizer.chromaAc(), values,
                    16 * block);
            above[x] = left[y] = (byte) (count > 0 ? 1 : 0);
            any |= count > 1 || values[16 * block] != 0;
        }
        return any;
    }

    /** Reads a block; returns the place after its last coefficient, or where it began if there is none. */
    private int block(Vp8Bits bits, int kind, int context, int first, int dcFactor, int acFactor, short[] out, int at) {
        int n = first;
        int p = Vp8Tables.tokens(kind, BAND[n], context);
        while (n < 16) {
            if (bits.bit(tokens[p]) == 0) {
                return n;
            }
            while (bits.bit(tokens[p + 1]) == 0) {
                if (++n == 16) {
                    return 16;
                }
                p = Vp8Tables.tokens(kind, BAND[n], 0);
            }
            int value = 1;
            if (bits.bit(tokens[p + 2]) == 0) {
                p = Vp8Tables.tokens(kind, BAND[n + 1], 1);
            } else {
                value = large(bits, p);
                p = Vp8Tables.tokens(kind, BAND[n + 1], 2);
            }
            value = bits.flag() ? -value : value;
            out[at + Vp8Tables.ZIGZAG[n]] = (short) (value * (n == 0 ? dcFactor : acFactor));
            n++;
        }
        return 16;
    }

    private int large(Vp8Bits bits, int p) {
        if (bits.bit(tokens[p + 3]) == 0) {
            return bits.bit(tokens[p + 4]) == 0 ? 2 : 3 + bits.bit(tokens[p + 5]);
        }
        if (bits.bit(tokens[p + 6]) == 0) {
            if (bits.bit(tokens[p + 7]) == 0) {
                return 5 + bits.bit(159);
            }
            return 7 + 2 * bits.bit(165) + bits.bit(145);
        }
        int high = bits.bit(tokens[p + 8]);
        int category = 2 * high + bits.bit(tokens[p + 9 + high]);
        int extra = 0;
        for (int probability : Vp8Tables.EXTRA_BITS[category]) {
            extra = 2 * extra + bits.bit(probability);
        }
        return extra + 3 + (8 << category);
    }
}
