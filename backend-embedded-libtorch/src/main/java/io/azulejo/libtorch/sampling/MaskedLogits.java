package io.azulejo.libtorch.sampling;

import java.util.Arrays;

/** Takes what a mask does not allow out of a row of logits. */
final class MaskedLogits {

    private static final int WORD = Long.SIZE;

    private final LogitsMask mask;
    private long[] allowed = new long[0];
    private int tokens;

    MaskedLogits(LogitsMask mask) {
        this.mask = mask;
    }

    /**
     * Makes the logit of every token that may not come next negative infinity, which no bias or penalty changes.
     *
     * @throws IllegalStateException where no token may come next
     */
    void apply(float[] logits) {
        int words = Math.ceilDiv(logits.length, WORD);
        if (allowed.length == words) {
            Arrays.fill(allowed, 0);
        } else {
            allowed = new long[words];
        }
        mask.allow(allowed);
        boolean none = true;
        for (int word = 0; word < words; word++) {
            int start = word * WORD;
            int length = Math.min(WORD, logits.length - start);
            long known = -1L >>> (WORD - length);
            long bits = allowed[word] & known;
            none &= bits == 0;
            forbid(logits, start, length, ~bits & known);
        }
        if (none) {
            throw new IllegalStateException(
                    "the answer's form allows no token after the " + tokens + " that it has");
        }
    }

    private static void forbid(float[] logits, int start, int length, long forbidden) {
        if (Long.bitCount(forbidden) == length) {
            Arrays.fill(logits, start, start + length, Float.NEGATIVE_INFINITY);
            return;
        }
        for (long left = forbidden; left != 0; left &= left - 1) {
            logits[start + Long.numberOfTrailingZeros(left)] = Float.NEGATIVE_INFINITY;
        }
    }

    void accept(int token) {
        tokens++;
        mask.accept(token);
    }

    boolean complete() {
        return mask.complete();
    }
}
