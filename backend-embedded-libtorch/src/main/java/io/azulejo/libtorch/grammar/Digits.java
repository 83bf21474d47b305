package io.azulejo.libtorch.grammar;

import java.util.List;

/**
 * A number in the midst of its digits. It is held to its bounds by whether digits that may follow lead into them.
 *
 * @param value its digits so far as a whole number
 * @param count how many digits
 * @param scale how many of them stand behind the point; {@link #NO_POINT} before it
 */
record Digits(NumberForm form, boolean negative, long value, int count, int scale) implements Symbol.Terminal {

    private static final int NO_POINT = -1;
    private static final long[] TENS = new long[NumberForm.DIGITS + 1];

    static {
        TENS[0] = 1;
        for (int i = 1; i < TENS.length; i++) {
            TENS[i] = TENS[i - 1] * 10;
        }
    }

    static Digits start(NumberForm form) {
        return new Digits(form, false, 0, 0, NO_POINT);
    }

    /** The fewest characters that make of it a number that may be. */
    @Override
    public int cost() {
        int cost = scale == NO_POINT ? wholeCost() : fractionCost();
        if (count == 0 && !negative && scale == NO_POINT) {
            cost = Math.min(cost, 1 + new Digits(form, true, 0, 0, NO_POINT).cost());
        }
        return Math.min(cost, ENDLESS);
    }

    private int wholeCost() {
        int best = ENDLESS;
        for (int more = count == 0 ? 1 : 0; more <= mostMore() && more < best; more++) {
            long low = count == 0 && more > 1 ? TENS[more - 1] : value * TENS[more];
            // A minus is for numbers other than 0, where there is no fraction that makes it one.
            low = negative && form.whole() ? Math.max(1, low) : low;
            long high = (value + 1) * TENS[more] - 1;
            if (form.allows(low, high, 0, negative)) {
                best = more;
            } else if (!form.whole()) {
                for (int behind = 1; behind <= NumberForm.DIGITS - count - more; behind++) {
                    if (more + 1 + behind < best
                            && form.allows(low * TENS[behind], (high + 1) * TENS[behind] - 1, behind,
                                    negative)) {
                        best = more + 1 + behind;
                    }
                }
            }
        }
        return best;
    }

    /** How many digits may come before the point: none after a zero in front. */
    private int mostMore() {
        return count > 0 && value == 0 ? 0 : NumberForm.DIGITS - count;
    }

    private int fractionCost() {
        for (int more = scale == 0 ? 1 : 0; more <= NumberForm.DIGITS - count; more++) {
            if (form.allows(value * TENS[more], (value + 1) * TENS[more] - 1, scale + more, negative)) {
                return more;
            }
        }
        return ENDLESS;
    }

    @Override
    public void step(int next, Stack below, List<Stack> out) {
        if (next == '-') {
            if (count == 0 && !negative) {
                Stack.add(new Stack(new Digits(form, true, 0, 0, NO_POINT), below), out);
            }
        } else if (next == '.') {
            if (count > 0 && scale == NO_POINT && !form.whole()) {
                Stack.add(new Stack(new Digits(form, negative, value, count, 0), below), out);
            }
        } else if (next >= '0' && next <= '9' && count < NumberForm.DIGITS
                && (scale != NO_POINT || mostMore() > 0)) {
            long digits = value * 10 + next - '0';
            // Where any digits may be, states that differ in them only are one, which masks are kept of.
            Digits more = new Digits(form, negative, form.bounded() ? digits : Math.min(1, digits), count + 1,
                    scale == NO_POINT ? NO_POINT : scale + 1);
            int cost = more.cost();
            if (cost == 0) {
                below.open(out);
            }
            if (cost < ENDLESS) {
                Stack.add(new Stack(more, below), out);
            }
        }
    }
}
