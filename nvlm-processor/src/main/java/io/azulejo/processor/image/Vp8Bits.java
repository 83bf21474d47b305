package io.azulejo.processor.image;

/** The arithmetic decoder of VP8: bits of given probability from a piece of the file. */
final class Vp8Bits {

    private static final int EVEN = 128;

    private final byte[] data;
    private final int end;
    private int at;
    private int range = 255;
    private long value;
    /** Bits in {@link #value} beyond the eight that are compared with the range. */
    private int spare = -8;
    private boolean exhausted;

    Vp8Bits(byte[] data, int start, int end) {
        this.data = data;
        this.at = start;
        this.end = end;
    }

    /** @param probability that the bit is 0, in 256ths */
    int bit(int probability) {
        if (spare < 0) {
            load();
        }
        int split = 1 + (((range - 1) * probability) >> 8);
        long threshold = (long) split << spare;
        int bit;
        if (value >= threshold) {
            range -= split;
            value -= threshold;
            bit = 1;
        } else {
            range = split;
            bit = 0;
        }
        int shift = Integer.numberOfLeadingZeros(range) - 24;
        range <<= shift;
        spare -= shift;
        return bit;
    }

    boolean flag() {
        return bit(EVEN) == 1;
    }

    /** An unsigned number, highest bit first. */
    int value(int bits) {
        int result = 0;
        for (int i = 0; i < bits; i++) {
            result = (result << 1) | bit(EVEN);
        }
        return result;
    }

    /** A number followed by its sign. */
    int signed(int bits) {
        int magnitude = value(bits);
        return flag() ? -magnitude : magnitude;
    }

    /** A number that is there only after a set flag, else 0. */
    int optionalSigned(int bits) {
        return flag() ? signed(bits) : 0;
    }

    /** Whether more bits were read than there are; what is missing was read as zeros. */
    boolean exhausted() {
        return exhausted;
    }

    private void load() {
        while (spare < 40) {
            if (at < end) {
                value = (value << 8) | (data[at++] & 0xFF);
            } else if (spare < 0) {
                exhausted = true;
                value <<= 8;
            } else {
                return;
            }
            spare += 8;
        }
    }
}
