package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Numbers in native memory, bfloat16 or float32, read and written as vectors of float32. */
final class Lanes {

    /**
     * At most 256 bits wide: of 512 bits, processors that have them read bfloat16 weights at 70 % of the speed (Zen 4, 27
     * and 19 tokens a second).
     */
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED.vectorBitSize() > 256
            ? FloatVector.SPECIES_256
            : FloatVector.SPECIES_PREFERRED;
    /** Numbers in a vector. */
    static final int COUNT = FLOATS.length();
    static final int VECTOR_BYTES = COUNT * Float.BYTES;
    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
    private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class,
            VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));

    /** Whether a vector of bytes with as many lanes as one of float32 exists. */
    static final boolean READS_BYTES = FLOATS.vectorBitSize() >= 256;
    private static final VectorSpecies<Byte> BYTES = READS_BYTES
            ? VectorSpecies.of(byte.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 4))
            : ByteVector.SPECIES_64;

    static final float LOG2_E = 1.442695f;
    /** 1.5 * 2^23: adding and taking it away rounds to a whole number. */
    static final float ROUNDING = 12582912f;
    /** A polynomial of the fourth degree for powers of two between -1/2 and 1/2, fitted by Remez' algorithm. */
    static final float POWER_4 = 0.009570102f;
    static final float POWER_3 = 0.05591786f;
    static final float POWER_2 = 0.24024744f;
    static final float POWER_1 = 0.6931218f;
    static final float POWER_0 = 0.9999993f;
    // ln 2 in two parts: the first has so few digits that its product with a whole number is exact.
    private static final float LN_2_HIGH = 355f / 512;
    private static final float LN_2_LOW = -2.1219444e-4f;

    private Lanes() {}

    /** The numbers from this index on. */
    static FloatVector load(MemorySegment numbers, long index, boolean bfloat16) {
        return bfloat16
                ? shorts(numbers, index).lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats()
                : FloatVector.fromMemorySegment(FLOATS, numbers, 4 * index, ORDER);
    }

    /** The signed bytes from this index on. */
    static FloatVector loadBytes(MemorySegment codes, long index) {
        return (FloatVector) ByteVector.fromMemorySegment(BYTES, codes, index, ORDER)
                .convertShape(VectorOperators.B2F, FLOATS, 0);
    }

    /** Numbers of bfloat16 from two places side by side, the first's in the lower halves. */
    static IntVector pair(MemorySegment numbers, long first, long second) {
        return shorts(numbers, first).or(shorts(numbers, second).lanewise(VectorOperators.LSHL, 16));
    }

    /** Numbers of bfloat16 in the lower halves. */
    static IntVector shorts(MemorySegment numbers, long index) {
        return (IntVector) ShortVector.fromMemorySegment(SHORTS, numbers, 2 * index, ORDER)
                .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
    }

    /** Writes a vector, in bfloat16 rounded to the nearest, ties to even. */
    static void store(FloatVector values, MemorySegment numbers, long index, boolean bfloat16) {
        if (bfloat16) {
            ((ShortVector) rounded(values).lanewise(VectorOperators.LSHR, 16)
                    .convertShape(VectorOperators.I2S, SHORTS, 0)).intoMemorySegment(numbers, 2 * index, ORDER);
        } else {
            values.intoMemorySegment(numbers, 4 * index, ORDER);
        }
    }

    /** In bfloat16, side by side, the first in the lower halves. */
    static IntVector pair(FloatVector first, FloatVector second) {
        return rounded(first).lanewise(VectorOperators.LSHR, 16).or(rounded(second).and(0xffff0000));
    }

    /** Bits whose upper halves are the numbers in bfloat16. */
    private static IntVector rounded(FloatVector values) {
        IntVector bits = values.reinterpretAsInts();
        IntVector odd = bits.lanewise(VectorOperators.LSHR, 16).and(1);
        return bits.add(odd).add(0x7fff);
    }

    static float get(MemorySegment numbers, long index, boolean bfloat16) {
        return bfloat16
                ? Float.intBitsToFloat(numbers.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * index) << 16)
                : numbers.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * index);
    }

    static void put(float value, MemorySegment numbers, long index, boolean bfloat16) {
        if (bfloat16) {
            int bits = Float.floatToRawIntBits(value);
            numbers.set(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * index,
                    (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16));
        } else {
            numbers.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * index, value);
        }
    }

    /** The largest index up to which whole vectors fill a row. */
    static int bound(int length) {
        return FLOATS.loopBound(length);
    }

    /**
     * e to the power of numbers that are not above 0: relative error below 3e-7; 0 below -87.
     *
     * <p>
     * Two to a whole power times a polynomial over the rest, as in Cephes' {@code expf}.
     */
    static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.max(-87.3f);
        FloatVector whole = clamped.fma(FloatVector.broadcast(FLOATS, LOG2_E),
                FloatVector.broadcast(FLOATS, ROUNDING)).sub(ROUNDING);
        FloatVector rest = whole.fma(FloatVector.broadcast(FLOATS, -LN_2_HIGH), clamped);
        rest = whole.fma(FloatVector.broadcast(FLOATS, -LN_2_LOW), rest);
        FloatVector sum = FloatVector.broadcast(FLOATS, 1.9875691e-4f);
        sum = sum.fma(rest, FloatVector.broadcast(FLOATS, 1.3981999e-3f));
        sum = sum.fma(rest, FloatVector.broadcast(FLOATS, 8.333452e-3f));
        sum = sum.fma(rest, FloatVector.broadcast(FLOATS, 4.1665796e-2f));
        sum = sum.fma(rest, FloatVector.broadcast(FLOATS, 1.6666666e-1f));
        sum = sum.fma(rest, FloatVector.broadcast(FLOATS, 5.0e-1f));
        sum = sum.fma(rest.mul(rest), rest.add(1f));
        IntVector power = (IntVector) whole.convert(VectorOperators.F2I, 0);
        FloatVector value = sum.reinterpretAsInts().add(power.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
        return value.blend(0f, x.lt(-87.3f));
    }

    /**
     * Two to the power of numbers that are not above 126, to bfloat16's precision and better: relative error below 3e-6;
     * 2^-126 for all below -126.
     *
     * <p>
     * A whole power times a polynomial over the rest.
     */
    static FloatVector powerOfTwo(FloatVector x) {
        FloatVector clamped = x.max(-126f);
        // The whole number then stands in the lowest bits.
        FloatVector shifted = clamped.add(ROUNDING);
        FloatVector rest = clamped.sub(shifted.sub(ROUNDING));
        FloatVector sum = FloatVector.broadcast(FLOATS, POWER_4);
        sum = sum.fma(rest, FloatVector.broadcast(FLOATS, POWER_3));
        sum = sum.fma(rest, FloatVector.broadcast(FLOATS, POWER_2));
        sum = sum.fma(rest, FloatVector.broadcast(FLOATS, POWER_1));
        sum = sum.fma(rest, FloatVector.broadcast(FLOATS, POWER_0));
        return sum.reinterpretAsInts().add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats();
    }

    /** Numbers times their sigmoid, to bfloat16's precision and better. */
    static FloatVector silu(FloatVector x) {
        // x / (1 + e^-x), the power held so far below float32's end that nothing overflows.
        return x.div(powerOfTwo(x.mul(-LOG2_E).min(126f)).add(1f));
    }
}
