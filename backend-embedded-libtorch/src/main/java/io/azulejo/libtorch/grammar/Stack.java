package io.azulejo.libtorch.grammar;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What is still to come of a document, the next on top. Immutable, its lower part shared. */
final class Stack {

    /** Nothing is to come. */
    static final Stack EMPTY = new Stack();

    private final @Nullable Symbol top;
    private final @Nullable Stack below;
    private final int cost;
    private final int depth;
    private final int hash;

    private Stack() {
        top = null;
        below = null;
        cost = 0;
        depth = 0;
        hash = 1;
    }

    Stack(Symbol top, Stack below) {
        this.top = top;
        this.below = below;
        this.cost = Math.min(Symbol.ENDLESS, top.cost() + below.cost);
        this.depth = below.depth + 1;
        this.hash = 31 * below.hash + top.hashCode();
    }

    /** Adds a stack unless it is there already or has no end. */
    static void add(Stack stack, List<Stack> out) {
        if (stack.cost < Symbol.ENDLESS && !out.contains(stack)) {
            out.add(stack);
        }
    }

    /** Adds the same with a terminal on top, or nothing on it at all. */
    void open(List<Stack> out) {
        if (top == null || below == null) {
            add(this, out);
        } else {
            top.open(below, out);
        }
    }

    /** Adds what is left after a byte; the top is a terminal, or there is none. */
    void step(int next, List<Stack> out) {
        if (top instanceof Symbol.Terminal terminal && below != null) {
            terminal.step(next, below, out);
        }
    }

    @Nullable
    Symbol top() {
        return top;
    }

    /** The fewest bytes to the document's end. */
    int cost() {
        return cost;
    }

    int depth() {
        return depth;
    }

    /** A loop, since a document may be nested as deep as it is long. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Stack that)) {
            return false;
        }
        Stack mine = this;
        Stack theirs = that;
        while (mine != theirs) {
            if (mine.hash != theirs.hash || mine.top == null || mine.below == null || theirs.below == null
                    || !mine.top.equals(theirs.top)) {
                return false;
            }
            mine = mine.below;
            theirs = theirs.below;
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
