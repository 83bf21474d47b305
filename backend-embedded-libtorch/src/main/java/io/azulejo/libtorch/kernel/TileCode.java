package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import io.azulejo.libtorch.kernel.Assembler.Operation;

/**
 * Writes the functions that multiply a few of many rows in bfloat16 with two strips at a time, for processors with AVX-512 and
 * bfloat16:
 *
 * <pre>
 * void multiply(const void *strips, const void *x, void *out, const void *bias, const void *shape, long count)
 *
 * for each of so many pairs of strips:
 *     out = weights . x of each row
 * </pre>
 *
 * Then comes what the function ends with, while sums are in registers: a bias is added and GELU applied, or the first strip's
 * outputs are put through SiLU and multiplied with the second's.
 * <p>
 * Rows lie as they are. A number of a row is spread over a vector once for both strips, so that the multipliers, and not what
 * loads, are what is waited for. Sums are made in the order of the inputs, as {@link RowsCode}'s are.
 */
final class TileCode {

    /** All sums of two strips are in vectors, beside the weights and a row's inputs. */
    static final int MOST_ROWS = 14;
    /** What inputs have to be a multiple of. */
    static final int INPUT_STEP = 8;

    /** What becomes of the sums. */
    enum End {
        /** In bfloat16. */
        PLAIN, BIASED, GELU, GATED,
        /** In float32, as they are or added to what is there. */
        SUMS, ADDED
    }

    /** Places in a shape, in bytes: of 8 each, and from {@link #CONSTANTS} on of 4. */
    private static final int X_ROW = 0;
    private static final int STEPS = 8;
    private static final int SECOND_STRIP = 16;
    private static final int NEXT_STRIPS = 24;
    private static final int OUT_ROW = 32;
    private static final int CONSTANTS = 40;

    // Constants after those of powers, by their numbers.
    private static final int ONE = PowerCode.CONSTANTS.length;
    private static final int TO_POWER = ONE + 1;
    private static final int HIGHEST = ONE + 2;
    private static final int ABSOLUTE = ONE + 3;
    private static final int ZERO = ONE + 4;
    private static final int SQUARE_TO_POWER = ONE + 5;
    private static final int FRACTION = ONE + 6;
    private static final int ERROR_FUNCTION = ONE + 7;
    private static final int ERROR_FUNCTION_TERMS = 5;
    /**
     * Of {@link Lanes#silu}, and of the error function by Abramowitz and Stegun's Handbook, 7.1.26, for arguments over the root of
     * 2 and with halved coefficients.
     */
    private static final float[] OF_ENDS = {1, -Lanes.LOG2_E, 126, Float.intBitsToFloat(Integer.MAX_VALUE), 0,
            -Lanes.LOG2_E / 2, 0.3275911f * 0.70710677f, 0.5307027f, -0.72657603f, 0.7107069f, -0.14224836f,
            0.1274148f};
    static final int SHAPE_BYTES = CONSTANTS + Float.BYTES * (ONE + OF_ENDS.length);

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
    /** The same when all is summed. */
    private static final int[] SPARE = {FIRST, FIRST + 1, FIRST + 2, FIRST + 3};

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

    /**
     * Writes a shape.
     *
     * @param to {@link #SHAPE_BYTES} bytes
     * @param xRow bytes from a row of x to the next
     * @param inputs a multiple of {@link #INPUT_STEP}
     * @param secondStrip bytes from a strip to the one that is multiplied beside it
     * @param nextStrips bytes from two strips to the next two
     * @param outRow bytes from a row of outputs to the next
     */
    @SuppressWarnings("TooManyParameters")
    static void shape(MemorySegment to, long xRow, int inputs, long secondStrip, long nextStrips, long outRow) {
        to.set(ValueLayout.JAVA_LONG, X_ROW, xRow);
        to.set(ValueLayout.JAVA_LONG, STEPS, inputs / INPUT_STEP);
        to.set(ValueLayout.JAVA_LONG, SECOND_STRIP, secondStrip);
        to.set(ValueLayout.JAVA_LONG, NEXT_STRIPS, nextStrips);
        to.set(ValueLayout.JAVA_LONG, OUT_ROW, outRow);
        MemorySegment.copy(PowerCode.CONSTANTS, 0, to, ValueLayout.JAVA_FLOAT, CONSTANTS, ONE);
        MemorySegment.copy(OF_ENDS, 0, to, ValueLayout.JAVA_FLOAT, CONSTANTS + ONE * Float.BYTES, OF_ENDS.length);
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
        switch (end) {
            case PLAIN, BIASED, GELU -> round();
            case GATED -> gate();
            case SUMS, ADDED -> sums();
        }
        code.raw(0x49, 0x03, 0x78, NEXT_STRIPS); // add rdi, [r8 + NEXT_STRIPS]
        code.raw(0x48, 0x81, 0xc2); // add rdx, bytes
        code.number(switch (end) {
            case PLAIN, BIASED, GELU -> VECTOR;
            case GATED -> HALF;
            case SUMS, ADDED -> 2 * VECTOR;
        });
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
        if (end != End.PLAIN) {
            code.widen(FIRST, BIAS, 0);
            code.widen(SECOND, BIAS, HALF);
            code.raw(0x48, 0x83, 0xc1, VECTOR); // add rcx, 64
            for (int row = 0; row < rows; row++) {
                code.vector(Operation.ADD, 2 * row, 2 * row, FIRST);
                code.vector(Operation.ADD, 2 * row + 1, 2 * row + 1, SECOND);
            }
        }
        for (int row = 0; row < rows; row++) {
            if (end == End.GELU) {
                gelu(2 * row);
                gelu(2 * row + 1);
            }
            code.vector(Operation.ROUND_BOTH, 2 * row, 2 * row + 1, 2 * row);
            code.memory(Operation.STORE, 2 * row, SECOND_WEIGHTS, 0);
            nextOut();
        }
    }

    private void sums() {
        for (int row = 0; row < rows; row++) {
            for (int half = 0; half < 2; half++) {
                int sum = 2 * row + half;
                if (end == End.ADDED) {
                    code.memory(Operation.ADD, sum, sum, SECOND_WEIGHTS, half * VECTOR);
                }
                code.memory(Operation.STORE, sum, SECOND_WEIGHTS, half * VECTOR);
            }
            nextOut();
        }
    }

    private void gate() {
        for (int row = 0; row < rows; row++) {
            int gate = 2 * row;
            constant(Operation.MULTIPLY, SPARE[0], gate, TO_POWER);
            constant(Operation.MIN, SPARE[0], SPARE[0], HIGHEST);
            powerOfTwo(SPARE[0], SPARE[1], SPARE[2]);
            constant(Operation.ADD, SPARE[2], SPARE[2], ONE);
            code.vector(Operation.DIVIDE, gate, gate, SPARE[2]);
            code.vector(Operation.MULTIPLY, gate, gate, gate + 1);
            code.vector(Operation.ROUND, gate, gate);
            code.memory(Operation.STORE_HALF, gate, SECOND_WEIGHTS, 0);
            code.raw(0);
            nextOut();
        }
    }

    /** x becomes max(x, 0) - |x| / 2 * erfc(|x| / root of 2). */
    private void gelu(int x) {
        int absolute = SPARE[0];
        int fraction = SPARE[1];
        int tail = SPARE[2];
        constant(Operation.AND, absolute, x, ABSOLUTE);
        constant(Operation.MULTIPLY, fraction, absolute, FRACTION);
        constant(Operation.ADD, fraction, fraction, ONE);
        constant(Operation.SPREAD_NUMBER, tail, ONE);
        code.vector(Operation.DIVIDE, fraction, tail, fraction);
        constant(Operation.SPREAD_NUMBER, tail, ERROR_FUNCTION);
        for (int term = 1; term < ERROR_FUNCTION_TERMS; term++) {
            constant(Operation.MULTIPLY_ADD, tail, fraction, ERROR_FUNCTION + term);
        }
        code.vector(Operation.MULTIPLY, tail, tail, fraction);
        code.vector(Operation.MULTIPLY, tail, tail, absolute);
        code.vector(Operation.MULTIPLY, absolute, x, x);
        constant(Operation.MULTIPLY, absolute, absolute, SQUARE_TO_POWER);
        powerOfTwo(absolute, fraction, SPARE[3]);
        code.vector(Operation.MULTIPLY, tail, tail, SPARE[3]);
        constant(Operation.MAX, x, x, ZERO);
        code.vector(Operation.SUBTRACT, x, x, tail);
    }

    private void powerOfTwo(int x, int shifted, int to) {
        PowerCode.write(code, x, shifted, to, SHAPE, CONSTANTS);
    }

    private void constant(Operation operation, int to, int index) {
        code.memory(operation, to, SHAPE, CONSTANTS + index * Float.BYTES);
    }

    private void constant(Operation operation, int to, int second, int index) {
        code.spread(operation, to, second, SHAPE, CONSTANTS + index * Float.BYTES, 0);
    }

    private void nextOut() {
        code.raw(0x49, 0x03, 0x58, OUT_ROW); // add rbx, [r8 + OUT_ROW]
    }
}
