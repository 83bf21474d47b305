package io.azulejo.libtorch.grammar;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A number without exponent within bounds, of at most {@value #DIGITS} digits: those that a double keeps, so that every
 * reader reads the number that was written.
 */
final class NumberForm extends Form {

    static final int DIGITS = 15;

    private static final BigDecimal LARGEST = BigDecimal.TEN.pow(DIGITS);

    private final boolean whole;
    private final long multipleOf;
    private final boolean bounded;
    /** The least and the greatest that may be, by the count of digits behind the point, in units of the last. */
    private final long[] least = new long[DIGITS + 1];
    private final long[] most = new long[DIGITS + 1];

    /**
     * @param whole whether there are no digits behind the point
     * @param multipleOf of which it is a multiple, where it is whole
     */
    NumberForm(boolean whole, long multipleOf, Bounds bounds) {
        this.whole = whole;
        this.multipleOf = multipleOf;
        this.bounded = multipleOf != 1 || !bounds.equals(Bounds.NONE);
        for (int scale = 0; scale <= DIGITS; scale++) {
            least[scale] = bounds.least(scale);
            most[scale] = bounds.most(scale);
        }
    }

    boolean whole() {
        return whole;
    }

    /** Whether it matters which digits come. */
    boolean bounded() {
        return bounded;
    }

    /** Whether one of the numbers from low to high, in units of the last of so many digits, may be. */
    boolean allows(long low, long high, int scale, boolean negative) {
        long from = Math.max(negative ? -high : low, least[scale]);
        long to = Math.min(negative ? -low : high, most[scale]);
        return from <= to && Math.ceilDiv(from, multipleOf) <= Math.floorDiv(to, multipleOf);
    }

    @Override
    int measure() {
        return Digits.start(this).cost();
    }

    @Override
    public void open(Stack below, List<Stack> out) {
        Digits.start(this).open(below, out);
    }

    /** Bounds, null where there is none; all that are given hold. */
    record Bounds(@Nullable BigDecimal minimum, @Nullable BigDecimal exclusiveMinimum, @Nullable BigDecimal maximum,
            @Nullable BigDecimal exclusiveMaximum) {

        static final Bounds NONE = new Bounds(null, null, null, null);

        private long least(int scale) {
            long bound = minimum == null ? -limit(scale) : clamp(minimum, scale, RoundingMode.CEILING);
            return exclusiveMinimum == null
                    ? bound
                    : Math.max(bound, clamp(exclusiveMinimum, scale, RoundingMode.FLOOR) + 1);
        }

        private long most(int scale) {
            long bound = maximum == null ? limit(scale) : clamp(maximum, scale, RoundingMode.FLOOR);
            return exclusiveMaximum == null
                    ? bound
                    : Math.min(bound, clamp(exclusiveMaximum, scale, RoundingMode.CEILING) - 1);
        }

        /** Beyond all that can be written. */
        private static long limit(int scale) {
            return clamp(LARGEST, scale, RoundingMode.FLOOR);
        }

        private static long clamp(BigDecimal bound, int scale, RoundingMode rounding) {
            // No number written has more digits than this, so farther bounds are as good as it.
            BigDecimal units = bound.movePointRight(scale).setScale(0, rounding);
            return units.min(LARGEST).max(LARGEST.negate()).longValueExact();
        }
    }
}
