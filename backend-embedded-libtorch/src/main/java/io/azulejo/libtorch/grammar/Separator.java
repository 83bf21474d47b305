package io.azulejo.libtorch.grammar;

import java.util.List;

/**
 * A comma or colon and the one space that may follow it: models write it, and with more they could go on for ever.
 *
 * @param mark the comma or colon; 0 where it is over and only the space may come
 */
record Separator(char mark) implements Symbol.Terminal {

    static final Separator COMMA = new Separator(',');
    static final Separator COLON = new Separator(':');
    private static final Separator SPACE = new Separator('\0');

    @Override
    public int cost() {
        return 1;
    }

    @Override
    public void step(int next, Stack below, List<Stack> out) {
        if (mark == 0 && next == ' ') {
            below.open(out);
        } else if (mark != 0 && next == mark) {
            below.open(out);
            Stack.add(new Stack(SPACE, below), out);
        }
    }
}
