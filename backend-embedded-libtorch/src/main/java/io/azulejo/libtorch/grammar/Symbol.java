package io.azulejo.libtorch.grammar;

import java.util.List;

/** A part of a document that is still to come. Immutable once its grammar is made; equal symbols take the same bytes. */
interface Symbol {

    /** The cost of what has no end. Low enough that several can be added. */
    int ENDLESS = 1 << 24;

    /** The fewest bytes that it can be written in; {@link #ENDLESS} or more where it cannot be. */
    int cost();

    /** Adds the stacks that begin with it, {@code below} coming after it, the top of each a {@link Terminal}. */
    void open(Stack below, List<Stack> out);

    /** A symbol that takes bytes, at least one. */
    interface Terminal extends Symbol {

        @Override
        default void open(Stack below, List<Stack> out) {
            Stack.add(new Stack(this, below), out);
        }

        /** Adds what is left after a byte; nothing where the byte may not come. */
        void step(int next, Stack below, List<Stack> out);
    }
}
