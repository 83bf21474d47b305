package io.azulejo.libtorch.kernel;

import java.io.ByteArrayOutputStream;

/**
 * Writes instructions of x86-64 with vectors of 512 bits, as they are encoded by Intel's Software Developer's Manual, volume 2.
 * Registers go by their numbers there, vectors from 0 to 31.
 */
final class Assembler {

    private static final int MEMORY_ONLY = 0;

    private final ByteArrayOutputStream code = new ByteArrayOutputStream();

    /**
     * Operations on vectors: the map of operation codes (1 for 0F, 2 for 0F38, 3 for 0F3A), the prefix (0 for none, 1 for 66, 2
     * for F3, 3 for F2), the code in that map, and the bytes that distances in memory are counted in where not a
     * single number is spread.
     */
    enum Operation {
        LOAD(1, 0, 0x10, 64), STORE(1, 0, 0x11, 64), XOR(1, 1, 0xef, 64), AND(1, 1, 0xdb, 64), OR(1, 1, 0xeb, 64),
        /** Whole numbers to float32. */
        TO_FLOATS(1, 0, 0x5b, 64), ADD(1, 0, 0x58, 64), SUBTRACT(1, 0, 0x5c, 64), MULTIPLY(1, 0, 0x59, 64),
        /** To = second / from. */
        DIVIDE(1, 0, 0x5e, 64), MIN(1, 0, 0x5d, 64), MAX(1, 0, 0x5f, 64),
        /** Of whole numbers of 32 bits. */
        ADD_WHOLE(1, 1, 0xfe, 64),
        /** To = second * to + from. */
        MULTIPLY_ADD(2, 1, 0xa8, 64),
        /** To += second * from. */
        ADD_PRODUCT(2, 1, 0xb8, 64),
        /** To += second * from, in pairs of bfloat16. */
        ADD_PAIRS(2, 2, 0x52, 64),
        /** 256 bits into both halves. */
        TO_BOTH_HALVES(2, 1, 0x5b, 32),
        /** 256 bits into the half that is named, beside what the second operand has in the other one. */
        INSERT_HALF(3, 1, 0x3a, 32),
        /** 16 numbers of 16 bits, each into the lower half of a place. */
        WIDEN(2, 1, 0x33, 32),
        /** To bfloat16: 16 numbers into the lower half, or those of from into the lower and of second into the upper half. */
        ROUND(2, 2, 0x72, 64), ROUND_BOTH(2, 3, 0x72, 64),
        /** Writes the half that is named. */
        STORE_HALF(3, 1, 0x3b, 32),
        /** A number of four bytes in memory into all places. */
        SPREAD_NUMBER(2, 1, 0x58, 4),
        /** A vector's first number into all places. */
        SPREAD_FIRST(2, 1, 0x18, 4),
        /** A general register into all places. */
        SPREAD(2, 1, 0x7c, 64),
        /** Of each 32 bits, by a constant: right with 2 as the first operand, left with 6. */
        SHIFT(1, 1, 0x72, 64);

        private final int map;
        private final int prefix;
        private final int code;
        private final int unit;

        Operation(int map, int prefix, int code, int unit) {
            this.map = map;
            this.prefix = prefix;
            this.code = code;
            this.unit = unit;
        }
    }

    /** The address that the next instruction has, from the first one's on. */
    int here() {
        return code.size();
    }

    byte[] toBytes() {
        return code.toByteArray();
    }

    /** Bytes as they are. */
    void raw(int... bytes) {
        for (int each : bytes) {
            code.write(each);
        }
    }

    /** A constant of four bytes. */
    void number(int value) {
        raw(value, value >> 8, value >> 16, value >> 24);
    }

    /** Jumps back unless the last instruction gave zero. */
    void jumpUnlessZero(int target) {
        raw(0x0f, 0x85);
        number(target - here() - Integer.BYTES);
    }

    /** Back to the caller. */
    void end() {
        raw(0xc5, 0xf8, 0x77); // vzeroupper
        raw(0xc3); // ret
    }

    /** Sets the first vectors to zero. */
    void clear(int vectors) {
        for (int vector = 0; vector < vectors; vector++) {
            vector(Operation.XOR, vector, vector, vector);
        }
    }

    /** Loads 16 numbers of bfloat16 from register + distance as numbers of float32. */
    void widen(int to, int register, int distance) {
        memory(Operation.WIDEN, to, register, distance);
        vector(Operation.SHIFT, 6, to, to);
        raw(16);
    }

    /** The first vector's first number becomes the operation over all of its numbers, halves after halves. */
    void reduce(Operation operation) {
        raw(0x62, 0xf3, 0xfd, 0x48, 0x1b, 0xc1, 1); // vextractf64x4 ymm1, zmm0, 1
        raw(0xc5, 0xfc, operation.code, 0xc1); // ymm0, ymm0, ymm1
        raw(0xc4, 0xe3, 0x7d, 0x19, 0xc1, 1); // vextractf128 xmm1, ymm0, 1
        raw(0xc5, 0xf8, operation.code, 0xc1); // xmm0, xmm0, xmm1
        raw(0xc4, 0xe3, 0x79, 0x04, 0xc8, 0x4e); // vpermilps xmm1, xmm0, halves exchanged
        raw(0xc5, 0xf8, operation.code, 0xc1);
        raw(0xc4, 0xe3, 0x79, 0x04, 0xc8, 0xb1); // vpermilps xmm1, xmm0, neighbours exchanged
        raw(0xc5, 0xf8, operation.code, 0xc1);
    }

    /** To = operation(second, from), all vectors. */
    void vector(Operation operation, int to, int second, int from) {
        prefix(operation, to, second, (from & 8) == 0, (from & 16) == 0, 0, 0);
        raw(operation.code, 0xc0 | (to & 7) << 3 | (from & 7));
    }

    /** To = operation(from). */
    void vector(Operation operation, int to, int from) {
        vector(operation, to, MEMORY_ONLY, from);
    }

    /** To = operation(second, the vector at register + distance). */
    void memory(Operation operation, int to, int second, int register, int distance) {
        prefix(operation, to, second, register < 8, true, 0, 0);
        at(operation, to, register, distance, operation.unit);
    }

    void memory(Operation operation, int to, int register, int distance) {
        memory(operation, to, MEMORY_ONLY, register, distance);
    }

    /**
     * To = operation(the vector or number at base + scale * index + distance).
     *
     * @param scale 1, 2, 4 or 8
     * @param distance a small multiple of the operation's unit
     */
    void indexed(Operation operation, int to, int base, int index, int scale, int distance) {
        prefix(operation, to, MEMORY_ONLY, base < 8, index < 8, 0, 0);
        raw(operation.code, 0x40 | (to & 7) << 3 | 4,
                Integer.numberOfTrailingZeros(scale) << 6 | (index & 7) << 3 | (base & 7), distance / operation.unit);
    }

    /**
     * To = operation(second, the number of four bytes at register + distance, in all places).
     *
     * @param mask the mask register of the places that are written, or 0 for all
     */
    @SuppressWarnings("TooManyParameters")
    void spread(Operation operation, int to, int second, int register, int distance, int mask) {
        prefix(operation, to, second, register < 8, true, 0x10, mask);
        at(operation, to, register, distance, Integer.BYTES);
    }

    /** A distance takes one byte where it is a small multiple of its unit. */
    private void at(Operation operation, int to, int register, int distance, int unit) {
        int registers = (to & 7) << 3 | (register & 7);
        if (distance == 0) {
            raw(operation.code, registers);
        } else if (distance % unit == 0 && distance / unit == (byte) (distance / unit)) {
            raw(operation.code, 0x40 | registers, distance / unit);
        } else {
            raw(operation.code, 0x80 | registers);
            number(distance);
        }
    }

    /** The EVEX prefix, in which the upper bits of registers' numbers are turned round. */
    @SuppressWarnings("TooManyParameters")
    private void prefix(Operation operation, int to, int second, boolean fromBelow8, boolean fromBelow16, int spread,
            int mask) {
        raw(0x62, ((to & 8) == 0 ? 0x80 : 0) | (fromBelow16 ? 0x40 : 0) | (fromBelow8 ? 0x20 : 0)
                | ((to & 16) == 0 ? 0x10 : 0) | operation.map, (~second & 15) << 3 | 0x04 | operation.prefix,
                0x40 | spread | ((second & 16) == 0 ? 0x08 : 0) | mask);
    }
}
