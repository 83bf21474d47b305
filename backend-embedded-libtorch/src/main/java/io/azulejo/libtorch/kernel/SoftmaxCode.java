package io.azulejo.libtorch.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

import io.azulejo.libtorch.kernel.Assembler.Operation;

/** What turns a row of scores into weights, in machine code: Java rounds to bfloat16 by several steps for each vector. */
final class SoftmaxCode {

    /** Scores that are taken at a time. */
    static final int STEP = 32;

    private static final int VECTOR = 64;
    // General registers by their numbers: parameters by the calling convention of Linux.
    private static final int SCORES = 7; // rdi
    private static final int WEIGHTS = 6; // rsi
    private static final int CONSTANTS = 1; // rcx
    // Vectors.
    private static final int SCALE = 30;
    private static final int SHIFT = 31;

    private static final MemorySegment CONSTANT_MEMORY = Arena.global().allocateFrom(ValueLayout.JAVA_FLOAT,
            PowerCode.CONSTANTS);
    private static final List<MemorySegment> CODE = MachineCode.possible()
            ? MachineCode.load(List.of(writeLargest(), writeWeigh())).orElse(List.of())
            : List.of();
    private static final MethodHandle LARGEST = Linker.nativeLinker().downcallHandle(
            FunctionDescriptor.of(ValueLayout.JAVA_FLOAT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
            Linker.Option.critical(false));
    private static final MethodHandle WEIGH = Linker.nativeLinker().downcallHandle(
            FunctionDescriptor.of(ValueLayout.JAVA_FLOAT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_FLOAT, ValueLayout.JAVA_FLOAT),
            Linker.Option.critical(false));

    private SoftmaxCode() {}

    static boolean present() {
        return !CODE.isEmpty();
    }

    /** @param count of scores in float32 at the address, a multiple of {@link #STEP} above 0 */
    static float largest(long scores, int count) {
        try {
            return (float) LARGEST.invokeExact(CODE.get(0), scores, (long) count / STEP);
        } catch (Throwable e) {
            throw new IllegalStateException("Machine code cannot be called", e);
        }
    }

    /**
     * Two to the power of scores times {@code scale} plus {@code shift}.
     *
     * @param scores address of float32
     * @param weights address that they are written to in bfloat16
     * @param count a multiple of {@link #STEP} above 0
     * @return their sum in float32
     */
    static float weigh(long scores, long weights, int count, float scale, float shift) {
        try {
            return (float) WEIGH.invokeExact(CODE.get(1), scores, weights, (long) count / STEP,
                    CONSTANT_MEMORY.address(), scale, shift);
        } catch (Throwable e) {
            throw new IllegalStateException("Machine code cannot be called", e);
        }
    }

    /** float largest(const float *scores, long steps) */
    private static byte[] writeLargest() {
        Assembler code = new Assembler();
        code.memory(Operation.LOAD, 0, SCORES, 0);
        code.memory(Operation.LOAD, 1, SCORES, VECTOR);
        int step = code.here();
        code.memory(Operation.MAX, 0, 0, SCORES, 0);
        code.memory(Operation.MAX, 1, 1, SCORES, VECTOR);
        code.raw(0x48, 0x81, 0xc7); // add rdi, bytes
        code.number(2 * VECTOR);
        code.raw(0x48, 0xff, 0xce); // dec rsi
        code.jumpUnlessZero(step);
        code.vector(Operation.MAX, 0, 0, 1);
        code.reduce(Operation.MAX);
        code.end();
        return code.toBytes();
    }

    /** float weigh(const float *scores, bfloat16 *weights, long steps, const float *constants, float scale, float shift) */
    private static byte[] writeWeigh() {
        Assembler code = new Assembler();
        code.vector(Operation.SPREAD_FIRST, SCALE, 0);
        code.vector(Operation.SPREAD_FIRST, SHIFT, 1);
        code.clear(2);
        int step = code.here();
        for (int half = 0; half < 2; half++) {
            int score = 2 + half;
            int power = 4 + half;
            code.memory(Operation.LOAD, score, SCORES, half * VECTOR);
            code.vector(Operation.MULTIPLY_ADD, score, SCALE, SHIFT);
            PowerCode.write(code, score, 6 + half, power, CONSTANTS, 0);
            code.vector(Operation.ADD, half, half, power);
        }
        code.vector(Operation.ROUND_BOTH, 4, 5, 4);
        code.memory(Operation.STORE, 4, WEIGHTS, 0);
        code.raw(0x48, 0x81, 0xc7); // add rdi, bytes
        code.number(2 * VECTOR);
        code.raw(0x48, 0x83, 0xc6, VECTOR); // add rsi, bytes
        code.raw(0x48, 0xff, 0xca); // dec rdx
        code.jumpUnlessZero(step);
        code.vector(Operation.ADD, 0, 0, 1);
        code.reduce(Operation.ADD);
        code.end();
        return code.toBytes();
    }
}
