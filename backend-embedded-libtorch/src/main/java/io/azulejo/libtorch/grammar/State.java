package io.azulejo.libtorch.grammar;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Where a document stands: all that may still come of it, as several alternatives may have begun alike. */
final class State {

    private final List<Stack> stacks;
    private final int cost;
    private final int depth;

    private State(List<Stack> stacks) {
        this.stacks = stacks;
        int least = Symbol.ENDLESS;
        int lowest = Integer.MAX_VALUE;
        for (Stack stack : stacks) {
            least = Math.min(least, stack.cost());
            lowest = Math.min(lowest, stack.depth());
        }
        this.cost = least;
        this.depth = lowest;
    }

    /** Before the first byte. */
    static State start(Symbol document) {
        List<Stack> stacks = new ArrayList<>();
        document.open(Stack.EMPTY, stacks);
        return new State(stacks);
    }

    /** After one more byte; null where it may not come. */
    @Nullable
    State next(int value) {
        if (stacks.size() == 1 && stacks.getFirst().top() instanceof TextSymbol text && text.stays(value)) {
            return this;
        }
        List<Stack> out = new ArrayList<>(2);
        for (Stack stack : stacks) {
            stack.step(value, out);
        }
        return out.isEmpty() ? null : new State(out);
    }

    /** Whether the document may end here. */
    boolean accepting() {
        return cost == 0 && stacks.contains(Stack.EMPTY);
    }

    /** Whether it ends here, as nothing may follow. */
    boolean complete() {
        return stacks.size() == 1 && accepting();
    }

    /** The fewest bytes to an end. */
    int cost() {
        return cost;
    }

    /** How many symbols are still open. */
    int depth() {
        return depth;
    }

    /** The text that it is in the middle of, between two characters; null where it is elsewhere or may be. */
    @Nullable
    TextSymbol text() {
        return stacks.size() == 1 && stacks.getFirst().top() instanceof TextSymbol text && text.betweenCharacters()
                ? text
                : null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof State that && stacks.equals(that.stacks);
    }

    @Override
    public int hashCode() {
        return stacks.hashCode();
    }
}
