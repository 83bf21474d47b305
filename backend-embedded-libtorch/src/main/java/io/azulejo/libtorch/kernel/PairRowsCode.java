package io.azulejo.libtorch.kernel;

import java.io.ByteArrayOutputStream;

/**
 * Writes the function that multiplies a number of rows with strips of 16 bits, for processors with AVX-512 and bfloat16:
 *
 * <pre>
 * void multiply(const void *strips, const void *x, long pairs, float *sums, long sumsRow, long count)
 *
 * for each of count strips:
 *     sums of all rows = 0
 *     for each pair of inputs:
 *         sums of row r += 16 outputs' weights . pair of row r
 *     store the sums of each row, each sumsRow bytes after the one before, those of the next strip behind them
 * </pre>
 *
 * What makes it fast, and cannot be said in Java, is that weights are asked for long before they are needed, without waiting
 * for them: the processor multiplies while they come. Encodings are from Intel's Software Developer's Manual, volume 2.
 */
final class PairRowsCode {

    /** A vector is left for the weights, and some for nothing: more rows than this gain little. */
    static final int MOST_ROWS = 24;

    /** How far ahead weights are fetched, in bytes: what comes from memory in the time that one access takes, and some. */
    private static final int AHEAD = 8192;

    private static final int WEIGHTS = 31;
    // Numbers of the registers that hold the parameters, in the order of the calling convention, and of two free ones.
    private static final int STRIPS = 7;
    private static final int SUMS = 1;
    private static final int X = 10;

    private final int rows;
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();

    private PairRowsCode(int rows) {
        this.rows = rows;
    }

    /** The function for so many rows, up to {@link #MOST_ROWS}. */
    static byte[] of(int rows) {
        PairRowsCode program = new PairRowsCode(rows);
        program.strips();
        return program.code.toByteArray();
    }

    private void strips() {
        int strip = code.size();
        emit(0x49, 0x89, 0xf2); // mov r10, rsi: x
        emit(0x49, 0x89, 0xd3); // mov r11, rdx: pairs
        for (int row = 0; row < rows; row++) {
            clear(row);
        }
        int pair = code.size();
        emit(0x0f, 0x18, 0x8f); // prefetcht0 [rdi + AHEAD]
        number(AHEAD);
        move(0x10, WEIGHTS, STRIPS); // vmovups zmm31, [rdi]
        for (int row = 0; row < rows; row++) {
            multiply(row);
        }
        emit(0x48, 0x83, 0xc7, 64); // add rdi, 64
        emit(0x49, 0x83, 0xc2, 4 * rows); // add r10, 4 * rows
        emit(0x49, 0xff, 0xcb); // dec r11
        jumpUnlessZero(pair);
        for (int row = 0; row < rows; row++) {
            move(0x11, row, SUMS); // vmovups [rcx], zmm
            emit(0x4c, 0x01, 0xc1); // add rcx, r8: sumsRow
        }
        emit(0x49, 0xff, 0xc9); // dec r9: count
        jumpUnlessZero(strip);
        emit(0xc5, 0xf8, 0x77); // vzeroupper
        emit(0xc3); // ret
    }

    /** vpxord of a vector with itself. */
    private void clear(int vector) {
        emit(0x62, 0x01 | high(vector, 0x80, 0x10) | high(vector, 0x20, 0x40), 0x05 | (~vector & 15) << 3,
                0x40 | (vector < 16 ? 0x08 : 0), 0xef, 0xc0 | (vector & 7) << 3 | (vector & 7));
    }

    /** vdpbf16ps: adds to a row's sums the products of the weights with its pair, which is the same for all outputs. */
    private void multiply(int row) {
        // With zmm31 as the second operand and a base register above 7, whose bits are turned round; the distance counts pairs.
        emit(0x62, 0x42 | high(row, 0x80, 0x10), 0x06, 0x50, 0x52, 0x40 | (row & 7) << 3 | (X & 7), row);
    }

    /** vmovups between a vector and the memory at a register below 8. */
    private void move(int operation, int vector, int register) {
        emit(0x62, 0x61 | high(vector, 0x80, 0x10), 0x7c, 0x48, operation, (vector & 7) << 3 | register);
    }

    /** The two upper bits of a vector's number, as they are encoded: turned round. */
    private static int high(int vector, int bit3, int bit4) {
        return ((vector & 8) == 0 ? bit3 : 0) | ((vector & 16) == 0 ? bit4 : 0);
    }

    private void jumpUnlessZero(int target) {
        emit(0x0f, 0x85);
        number(target - code.size() - Integer.BYTES);
    }

    private void number(int value) {
        emit(value, value >> 8, value >> 16, value >> 24);
    }

    private void emit(int... bytes) {
        for (int each : bytes) {
            code.write(each);
        }
    }
}
