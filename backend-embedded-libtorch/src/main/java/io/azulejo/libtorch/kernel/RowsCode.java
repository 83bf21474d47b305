package io.azulejo.libtorch.kernel;

import io.azulejo.libtorch.kernel.Assembler.Operation;

/**
 * Writes the functions that multiply a number of rows in bfloat16 with strips, for processors with AVX-512 and bfloat16:
 *
 * <pre>
 * void multiply(const void *strips, const void *x, long steps, float *sums, long sumsRow, long tiles)
 *
 * for each of so many tiles of 16 outputs, one behind the other:
 *     sums of row r += weights . inputs of row r, for each row; they lie sumsRow bytes after those of the row before,
 *     those of the next tile behind those of the last row; a step is a pair of inputs, or a group where there are codes
 * </pre>
 *
 * Weights of 16 bits are multiplied in pairs of inputs, as they are. Of codes the four in a word are cut out and made numbers
 * of bfloat16, which holds 8 bits exactly: pairs of them are multiplied with the inputs, over the power of two that a code comes
 * with; the sums of a group, less what the codes have too much, are multiplied with its scales.
 * <p>
 * What makes it fast, and cannot be said in Java, is that weights are asked for long before they are needed, without waiting
 * for them: the processor multiplies while they come.
 */
final class RowsCode {

    /** Beside their sums there is room for the weights and what they are made of; more rows at once gain little. */
    static final int MOST_ROWS = 24;

    /** How far ahead weights are fetched, in bytes: what comes from memory in the time that one access takes, and some. */
    private static final int AHEAD = 8192;

    private static final int VECTOR = 64;
    private static final int HALF = 32;
    private static final int GROUP = StripMatrix.GROUP;

    // General registers by their numbers. The first six hold the parameters, by the calling convention of Linux.
    private static final int STRIPS = 7; // rdi
    private static final int X = 10; // r10, a copy of the parameter
    private static final int NEXT_STRIP = 0; // rax
    private static final int ROW_SUMS = 3; // rbx
    // Vectors after those of the rows.
    private static final int[] NUMBERS = {24, 25, 26, 27};
    private static final int[] MASKS = {28, 29, 30, 31};
    private static final int WEIGHTS = NUMBERS[0];
    // Mask registers for half of the lanes each.
    private static final int LOW = 1;
    private static final int HIGH = 2;

    private final int bits;
    private final int rows;
    private final Assembler code = new Assembler();

    private RowsCode(int bits, int rows) {
        this.bits = bits;
        this.rows = rows;
    }

    /**
     * @param bits of a weight
     * @param rows up to {@link #MOST_ROWS}
     */
    static byte[] of(int bits, int rows) {
        RowsCode function = new RowsCode(bits, rows);
        function.write();
        return function.code.toBytes();
    }

    /** How many numbers of four bytes the inputs of a group take: pairs, each of all rows, and what codes have too much. */
    static int inputsOfGroup(int bits, int rows) {
        int halves = bits == 16 ? 0 : bits == 8 ? 1 : 2;
        return (GROUP / 2 + halves) * rows;
    }

    private void write() {
        code.raw(0x53, 0x55, 0x41, 0x56); // push rbx; push rbp; push r14
        if (bits < 16) {
            cutters();
        }
        code.raw(0x49, 0x89, 0xfe); // mov r14, rdi
        if (bits == 8) {
            // The second strip of a tile is read beside the first: what is fetched, line after line, has to be that far ahead.
            stripBytes();
            code.raw(0x49, 0x01, 0xc6); // add r14, rax
        }
        code.raw(0x49, 0x81, 0xc6); // add r14, AHEAD
        code.number(AHEAD);
        int tile = code.here();
        if (bits == 8) { // A tile is two strips.
            stripBytes();
            code.raw(0x48, 0x01, 0xf8); // add rax, rdi
        }
        code.raw(0x49, 0x89, 0xf2); // mov r10, rsi: x
        code.raw(0x49, 0x89, 0xd3); // mov r11, rdx: steps
        int group = code.here();
        code.clear(rows);
        if (bits == 16) {
            pairs();
        } else {
            words();
            add();
            code.raw(0x49, 0xff, 0xcb); // dec r11
            code.jumpUnlessZero(group);
        }
        if (bits == 8) {
            code.raw(0x48, 0x89, 0xc7); // mov rdi, rax: the end of the second strip
        }
        code.raw(0x48, 0x89, 0xd9); // mov rcx, rbx: behind the last row
        code.raw(0x49, 0xff, 0xc9); // dec r9: tiles
        code.jumpUnlessZero(tile);
        code.raw(0x41, 0x5e, 0x5d, 0x5b); // pop r14; pop rbp; pop rbx
        code.end();
    }

    /** Masks for each place in a word. In 4 bits the lower lanes take the low halves of bytes, the upper ones the high. */
    private void cutters() {
        for (int place = 0; place < MASKS.length; place++) {
            fill(MASKS[place], (bits == 8 ? CodeMask.WHOLE : CodeMask.LOW).at(place));
            if (bits == 4) {
                fill(WEIGHTS, CodeMask.HIGH.at(place));
                code.vector(Operation.INSERT_HALF, MASKS[place], MASKS[place], WEIGHTS);
                code.raw(1);
            }
        }
        if (bits == 4) {
            lanes(LOW, 0x00ff);
            lanes(HIGH, 0xff00);
        }
    }

    private void fill(int vector, int value) {
        code.raw(0xb8); // mov eax, value
        code.number(value);
        code.vector(Operation.SPREAD, vector, 0);
    }

    private void lanes(int mask, int lanes) {
        code.raw(0xb8); // mov eax, lanes
        code.number(lanes);
        code.raw(0xc5, 0xf8, 0x92, 0xc0 | mask << 3); // kmovw
    }

    private void pairs() {
        int pair = code.here();
        fetch(VECTOR);
        code.memory(Operation.LOAD, WEIGHTS, STRIPS, 0);
        multiply(WEIGHTS, 0);
        code.raw(0x48, 0x83, 0xc7, VECTOR); // add rdi, 64
        forwardX(rows);
        code.raw(0x49, 0xff, 0xcb); // dec r11
        code.jumpUnlessZero(pair);
        code.raw(0x48, 0x89, 0xcb); // mov rbx, rcx
        for (int row = 0; row < rows; row++) {
            code.memory(Operation.ADD, row, row, ROW_SUMS, 0);
            store(row);
        }
    }

    /** A group: four inputs of 16 outputs are a word of each. */
    private void words() {
        code.raw(0xbd); // mov ebp, words
        code.number(GROUP / 4);
        int word = code.here();
        fetch(bits == 8 ? VECTOR : HALF);
        halves();
        for (int place = MASKS.length - 1; place >= 0; place--) {
            code.vector(Operation.AND, NUMBERS[place], WEIGHTS, MASKS[place]);
            code.vector(Operation.TO_FLOATS, NUMBERS[place], NUMBERS[place]);
        }
        for (int place = 0; place < NUMBERS.length; place += 2) {
            // Numbers of so few bits have nothing in their lower halves.
            code.vector(Operation.SHIFT, 2, NUMBERS[place], NUMBERS[place]);
            code.raw(16);
            code.vector(Operation.OR, NUMBERS[place], NUMBERS[place], NUMBERS[place + 1]);
        }
        multiply(NUMBERS[0], 0);
        multiply(NUMBERS[2], rows);
        forwardX(2 * rows);
        code.raw(0xff, 0xcd); // dec ebp
        code.jumpUnlessZero(word);
    }

    /** Loads the next 32 bytes: twice, or in 8 bits those of a tile's two strips side by side. */
    private void halves() {
        code.memory(Operation.TO_BOTH_HALVES, WEIGHTS, STRIPS, 0);
        if (bits == 8) {
            code.memory(Operation.INSERT_HALF, WEIGHTS, WEIGHTS, NEXT_STRIP, 0);
            code.raw(1);
            code.raw(0x48, 0x83, 0xc0, HALF); // add rax, 32
        }
        code.raw(0x48, 0x83, 0xc7, HALF); // add rdi, 32
    }

    /** Into rax. */
    private void stripBytes() {
        code.raw(0x48, 0x69, 0xc2); // imul rax, rdx, bytes of a group
        code.number(Math.toIntExact(StripMatrix.groupBytes(bits)));
    }

    private void multiply(int pairs, int firstInput) {
        for (int row = 0; row < rows; row++) {
            code.spread(Operation.ADD_PAIRS, row, pairs, X, Integer.BYTES * (firstInput + row), 0);
        }
    }

    /** Adds a group's sums of products with codes to those in memory. */
    private void add() {
        if (bits == 8) {
            halves();
        } else {
            code.memory(Operation.LOAD, WEIGHTS, STRIPS, 0);
            code.raw(0x48, 0x83, 0xc7, VECTOR); // add rdi, 64
        }
        fetch(VECTOR);
        code.raw(0x48, 0x89, 0xcb); // mov rbx, rcx
        for (int row = 0; row < rows; row++) {
            int offset = Integer.BYTES * row;
            code.spread(Operation.ADD, row, row, X, offset, bits == 8 ? 0 : LOW);
            if (bits == 4) {
                code.spread(Operation.ADD, row, row, X, offset + Integer.BYTES * rows, HIGH);
            }
            code.memory(Operation.MULTIPLY_ADD, row, WEIGHTS, ROW_SUMS, 0);
            store(row);
        }
        forwardX(bits == 8 ? rows : 2 * rows);
    }

    private void store(int row) {
        code.memory(Operation.STORE, row, ROW_SUMS, 0);
        code.raw(0x4c, 0x01, 0xc3); // add rbx, r8: sumsRow
    }

    /** Asks for a line and goes on by what is read meanwhile. */
    private void fetch(int bytes) {
        code.raw(0x41, 0x0f, 0x18, 0x0e); // prefetcht0 [r14]
        code.raw(0x49, 0x83, 0xc6, bytes); // add r14, bytes
    }

    private void forwardX(int numbers) {
        code.raw(0x49, 0x81, 0xc2); // add r10, bytes
        code.number(Integer.BYTES * numbers);
    }
}
