package io.azulejo.libtorch.kernel;

import io.azulejo.libtorch.kernel.Assembler.Operation;

/**
 * Writes the functions that multiply a few of many rows in bfloat16 with two strips at a time, for processors with AVX-512 and
 * bfloat16:
 *
 * <pre>
 * void multiply(const void *strips, const void *x, void *out, const void *bias, const void *shape, long count)
 *
 * for each of so many pairs of strips:
 *     out = weights . x, in bfloat16, of each row
 * </pre>
 *
 * Where it is biased, a bias is added; where it is gated, the first strip's outputs are put through SiLU and multiplied with
 * the second's. Rows lie as they are, and a number of them is spread over a vector once for both strips: so the multipliers, and
 * not what loads, are what is waited for. Sums are made in the order of the inputs, as {@link RowsCode}'s are.
 */
final class TileCode {

    /** All sums of two strips are in vectors, beside the weights and a row's inputs. */
    static final int MOST_ROWS = 14;
    /** What inputs have to be a multiple of. */
    static final int INPUT_STEP = 8;

    /** What becomes of sums. */
    enum End {
        PLAIN, BIASED, GATED
    }

    /** Places in a shape, in bytes: of 8 each, and from {@link #CONSTANTS} on of 4. */
    static final int X_ROW = 0;
    static final int STEPS = 8;
    static final int SECOND_STRIP = 16;
    static final int NEXT_STRIPS = 24;
    static final int OUT_ROW = 32;
    static final int CONSTANTS = 40;

    /** Of {@link Lanes#silu}, in the order in which they are used. */
    static final float[] SILU = {-Lanes.LOG2_E, 126, -126, Lanes.ROUNDING, 0.009570102f, 0.05591786f, 0.24024744f,
            0.6931218f,
            0.9999993f, 1};

    /** How far ahead weights are fetched, in bytes: the first rows meet them on their way from memory. */
    private static final int AHEAD = 4096;

    private static final int VECTOR = 64;
    private static final int HALF = 32;
    /** Pairs of inputs that the loop goes on by. */
    private static final int UNROLLED = INPUT_STEP / 2;
    /** Rows that are reached from a register by multiples of the distance between rows. */
    private static final int NEAR = 7;

    // General registers by their numbers.
    private static final int FIRST_WEIGHTS = 0; // rax
    private static final int SECOND_WEIGHTS = 3; // rbx, and then where a row's outputs go
    private static final int BIAS = 1; // rcx
    private static final int SHAPE = 8; // r8
    private static final int ROWS = 10; // r10
    private static final int FAR_ROWS = 11; // r11
    private static final int ONCE = 12; // r12: bytes from a row to the next
    private static final int THREE_TIMES = 13;
    private static final int FIVE_TIMES = 14;
    // Vectors after those of the sums.
    private static final int FIRST = 2 * MOST_ROWS;
    private static final int SECOND = FIRST + 1;
    private static final int INPUT = FIRST + 2;

    private final int rows;
    private final End end;
    private final Assembler code = new Assembler();

    private TileCode(int rows, End end) {
        this.rows = rows;
        this.end = end;
    }

    /** @param rows up to {@link #MOST_ROWS} */
    static byte[] of(int rows, End end) {
        TileCode function = new TileCode(rows, end);
        function.write();
        return function.code.toBytes();
    }

    private void write() {
        code.raw(0x53, 0x55, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56); // push rbx; push rbp; push r12; push r13; push r14
        code.raw(0x4d, 0x8b, 0x20); // mov r12, [r8 + X_ROW]
        code.raw(0x4f, 0x8d, 0x2c, 0x64); // lea r13, [r12 + 2 * r12]
        code.raw(0x4f, 0x8d, 0x34, 0xa4); // lea r14, [r12 + 4 * r12]
        int strips = code.here();
        code.raw(0x48, 0x89, 0xf8); // mov rax, rdi: strips
        code.raw(0x48, 0x89, 0xfb); // mov rbx, rdi
        code.raw(0x49, 0x03, 0x58, SECOND_STRIP); // add rbx, [r8 + SECOND_STRIP]
        code.raw(0x49, 0x89, 0xf2); // mov r10, rsi: x
        code.raw(0x4f, 0x8d, 0x1c, 0x6a); // lea r11, [r10 + 2 * r13]
        code.raw(0x4d, 0x01, 0xe3); // add r11, r12
        code.clear(2 * rows);
        code.raw(0x49, 0x8b, 0x68, STEPS); // mov rbp, [r8 + STEPS]
        multiply();
        code.raw(0x48, 0x89, 0xd3); // mov rbx, rdx: out
        if (end == End.GATED) {
            gate();
        } else {
            round();
        }
        code.raw(0x49, 0x03, 0x78, NEXT_STRIPS); // add rdi, [r8 + NEXT_STRIPS]
        code.raw(0x48, 0x83, 0xc2, end == End.GATED ? HALF : VECTOR); // add rdx, bytes
        code.raw(0x49, 0xff, 0xc9); // dec r9: count
        code.jumpUnlessZero(strips);
        code.raw(0x41, 0x5e, 0x41, 0x5d, 0x41, 0x5c, 0x5d, 0x5b); // pop r14; pop r13; pop r12; pop rbp; pop rbx
        code.end();
    }

    private void multiply() {
        int step = code.here();
        for (int pair = 0; pair < UNROLLED; pair++) {
            fetch(FIRST_WEIGHTS, pair * VECTOR + AHEAD);
            fetch(SECOND_WEIGHTS, pair * VECTOR + AHEAD);
            code.memory(Operation.LOAD, FIRST, FIRST_WEIGHTS, pair * VECTOR);
            code.memory(Operation.LOAD, SECOND, SECOND_WEIGHTS, pair * VECTOR);
            for (int row = 0; row < rows; row++) {
                int input = INPUT + row % 2;
                input(input, row, pair * Integer.BYTES);
                code.vector(Operation.ADD_PAIRS, 2 * row, FIRST, input);
                code.vector(Operation.ADD_PAIRS, 2 * row + 1, SECOND, input);
            }
        }
        code.raw(0x48, 0x05); // add rax, bytes
        code.number(UNROLLED * VECTOR);
        code.raw(0x48, 0x81, 0xc3); // add rbx, bytes
        code.number(UNROLLED * VECTOR);
        code.raw(0x49, 0x83, 0xc2, UNROLLED * Integer.BYTES); // add r10, bytes
        code.raw(0x49, 0x83, 0xc3, UNROLLED * Integer.BYTES); // add r11, bytes
        code.raw(0x48, 0xff, 0xcd); // dec rbp
        code.jumpUnlessZero(step);
    }

    /** Asks for a line. */
    private void fetch(int register, int distance) {
        code.raw(0x0f, 0x18, 0x88 | register); // prefetcht0 [register + distance]
        code.number(distance);
    }

    /** Spreads a pair of a row's inputs over a vector. */
    private void input(int to, int row, int distance) {
        int base = row < NEAR ? ROWS : FAR_ROWS;
        switch (row % NEAR) {
            case 0 -> code.memory(Operation.SPREAD_NUMBER, to, base, distance);
            case 3 -> code.indexed(Operation.SPREAD_NUMBER, to, base, THREE_TIMES, 1, distance);
            case 5 -> code.indexed(Operation.SPREAD_NUMBER, to, base, FIVE_TIMES, 1, distance);
            case 6 -> code.indexed(Operation.SPREAD_NUMBER, to, base, THREE_TIMES, 2, distance);
            default -> code.indexed(Operation.SPREAD_NUMBER, to, base, ONCE, row % NEAR, distance);
        }
    }

    private void round() {
        if (end == End.BIASED) {
            bias(FIRST, 0);
            bias(SECOND, HALF);
            code.raw(0x48, 0x83, 0xc1, VECTOR); // add rcx, 64
        }
        for (int row = 0; row < rows; row++) {
            if (end == End.BIASED) {
                code.vector(Operation.ADD, 2 * row, 2 * row, FIRST);
                code.vector(Operation.ADD, 2 * row + 1, 2 * row + 1, SECOND);
            }
            code.vector(Operation.ROUND_BOTH, 2 * row, 2 * row + 1, 2 * row);
            code.memory(Operation.STORE, 2 * row, SECOND_WEIGHTS, 0);
            nextOut();
        }
    }

    private void bias(int to, int distance) {
        code.memory(Operation.WIDEN, to, BIAS, distance);
        code.vector(Operation.SHIFT, 6, to, to);
        code.raw(16);
    }

    /** The steps of {@link Lanes#silu} and {@link Lanes#powerOfTwo}, which give the same to the last bit. */
    private void gate() {
        int power = FIRST;
        int shifted = SECOND;
        int sum = INPUT;
        for (int row = 0; row < rows; row++) {
            int gate = 2 * row;
            constant(Operation.MULTIPLY, power, gate, 0);
            constant(Operation.MIN, power, power, 1);
            constant(Operation.MAX, power, power, 2);
            constant(Operation.ADD, shifted, power, 3);
            constant(Operation.SUBTRACT, sum, shifted, 3);
            code.vector(Operation.SUBTRACT, power, power, sum);
            constant(Operation.SPREAD_NUMBER, sum, 0, 4);
            for (int i = 5; i <= 8; i++) {
                constant(Operation.MULTIPLY_ADD, sum, power, i);
            }
            code.vector(Operation.SHIFT, 6, shifted, shifted);
            code.raw(23);
            code.vector(Operation.ADD_WHOLE, sum, sum, shifted);
            constant(Operation.ADD, sum, sum, 9);
            code.vector(Operation.DIVIDE, gate, gate, sum);
            code.vector(Operation.MULTIPLY, gate, gate, gate + 1);
            code.vector(Operation.ROUND, gate, gate);
            code.memory(Operation.STORE_HALF, gate, SECOND_WEIGHTS, 0);
            code.raw(0);
            nextOut();
        }
    }

    private void constant(Operation operation, int to, int second, int index) {
        int distance = CONSTANTS + index * Float.BYTES;
        if (operation == Operation.SPREAD_NUMBER) {
            code.memory(operation, to, SHAPE, distance);
        } else {
            code.spread(operation, to, second, SHAPE, distance, 0);
        }
    }

    private void nextOut() {
        code.raw(0x49, 0x03, 0x58, OUT_ROW); // add rbx, [r8 + OUT_ROW]
    }
}
