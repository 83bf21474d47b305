package io.azulejo.libtorch.grammar;

import java.util.Set;

import io.azulejo.libtorch.sampling.LogitsMask;

/**
 * Holds one answer to a grammar. A document is always closed in time: as a byte is a token of a byte-level vocabulary,
 * no more tokens than bytes are needed, and none is allowed after which fewer are left. Where there are too few from the
 * start each token must bring the end nearer.
 */
final class GrammarMask implements LogitsMask {

    /** Readers of JSON refuse what is nested deeper than some hundred; two or three symbols lie on the stack for each. */
    private static final int DEEPEST = 300;

    private final Grammar grammar;
    private final Set<Integer> endTokens;
    private State state;
    private int left;

    GrammarMask(Grammar grammar, Set<Integer> endTokens, int maxTokens) {
        this.grammar = grammar;
        this.endTokens = Set.copyOf(endTokens);
        this.state = grammar.start();
        this.left = maxTokens;
    }

    @Override
    public void allow(long[] allowed) {
        // One token less than are left, as a number at the end of a document needs an end token.
        int room = state.depth() > DEEPEST ? 0 : left - 1;
        grammar.allow(state, Math.max(room, state.cost()) - 1, allowed);
        if (state.accepting()) {
            for (int id : endTokens) {
                allowed[id >> 6] |= 1L << id;
            }
        }
    }

    @Override
    public void accept(int token) {
        left--;
        if (endTokens.contains(token)) {
            return;
        }
        for (byte value : grammar.bytes(token)) {
            State next = state.next(value & 0xFF);
            if (next == null) {
                throw new IllegalArgumentException("Token " + token + " may not come here");
            }
            state = next;
        }
    }

    @Override
    public boolean complete() {
        return state.complete();
    }
}
