package io.azulejo.libtorch.kernel;

import io.azulejo.libtorch.kernel.Assembler.Operation;

/** Writes the steps of {@link Lanes#powerOfTwo}, which gives the same to the last bit. */
final class PowerCode {

    /** What has to lie in memory: the lowest power, what rounds, and a polynomial. */
    static final float[] CONSTANTS = {-126, Lanes.ROUNDING, Lanes.POWER_4, Lanes.POWER_3, Lanes.POWER_2,
            Lanes.POWER_1, Lanes.POWER_0};

    private static final int LOWEST = 0;
    private static final int ROUNDING = 1;
    private static final int POLYNOMIAL = 2;

    private PowerCode() {}

    /**
     * To = two to the power of x.
     *
     * @param x a vector, which is lost
     * @param shifted a vector to work in
     * @param register that the constants lie {@code distance} bytes after
     */
    @SuppressWarnings("TooManyParameters")
    static void write(Assembler code, int x, int shifted, int to, int register, int distance) {
        spread(code, Operation.MAX, x, x, register, distance, LOWEST);
        spread(code, Operation.ADD, shifted, x, register, distance, ROUNDING);
        spread(code, Operation.SUBTRACT, to, shifted, register, distance, ROUNDING);
        code.vector(Operation.SUBTRACT, x, x, to);
        code.memory(Operation.SPREAD_NUMBER, to, register, distance + POLYNOMIAL * Float.BYTES);
        for (int term = POLYNOMIAL + 1; term < CONSTANTS.length; term++) {
            spread(code, Operation.MULTIPLY_ADD, to, x, register, distance, term);
        }
        code.vector(Operation.SHIFT, 6, shifted, shifted);
        code.raw(23);
        code.vector(Operation.ADD_WHOLE, to, to, shifted);
    }

    @SuppressWarnings("TooManyParameters")
    private static void spread(Assembler code, Operation operation, int to, int second, int register, int distance,
            int constant) {
        code.spread(operation, to, second, register, distance + constant * Float.BYTES, 0);
    }
}
