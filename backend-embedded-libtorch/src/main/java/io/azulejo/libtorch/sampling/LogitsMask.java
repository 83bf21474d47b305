package io.azulejo.libtorch.sampling;

/**
 * Says which tokens may come next in one answer: the place where a JSON schema or a grammar holds the model to its form.
 * Asked and told in turns, as xgrammar and llguidance are: {@link #allow}, a token is chosen, {@link #accept}, and so on
 * until the answer ends.
 *
 * <p>
 * One object belongs to one answer, whose state it keeps. All calls come from the engine's thread, and every answer of
 * the step waits for them: a mask that takes long to compute is best begun by {@code accept} on a thread of its own and
 * waited for in {@code allow}, since the model computes in between. An answer that is preempted is not told again.
 */
public interface LogitsMask {

    /**
     * Marks the tokens that may come next, end tokens included: an answer cannot end where its mask does not let it.
     *
     * @param allowed all zeros; token {@code id} is bit {@code id % 64} of word {@code id / 64}, which in memory, on a
     *        little-endian machine, is the bitmask of 32-bit words that those libraries fill; bits past the vocabulary
     *        are not looked at
     */
    void allow(long[] allowed);

    /** Takes the token that was chosen among those allowed; an end token too. */
    void accept(int token);

    /** Whether the answer is whole and nothing may follow what was accepted: it then ends without an end token. */
    default boolean complete() {
        return false;
    }
}
