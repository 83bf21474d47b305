package io.azulejo.libtorch.grammar;

import java.util.List;

/**
 * The inside of a name that the schema does not give, its closing quote and the member's value. No name comes twice in
 * an object, and none that the schema gives; there are no escapes, so that names that differ in bytes differ.
 *
 * @param members what follows, and knows the names that were
 * @param name the bytes of the name so far
 * @param utf8 where in a character it is
 */
record Key(Members members, String name, int utf8) implements TextSymbol {

    Key(Members members) {
        this(members, "", Utf8.BOUNDARY);
    }

    @Override
    public int cost() {
        int after = 1 + members.object().additionalCost() + members.cost();
        if (utf8 != Utf8.BOUNDARY) {
            return Utf8.missing(utf8) + 1 + after;
        }
        return more() + 1 + after;
    }

    /** How many characters it takes to a name that may be. */
    private int more() {
        if (!members.isTaken(name)) {
            return 0;
        }
        for (char letter = 'a'; letter <= 'z'; letter++) {
            if (!members.isTaken(name + letter)) {
                return 1;
            }
        }
        return 2;
    }

    @Override
    public void step(int next, Stack below, List<Stack> out) {
        if (utf8 == Utf8.BOUNDARY && next == '"') {
            if (!members.isTaken(name)) {
                Stack rest = new Stack(members.with(name), below);
                Separator.COLON.open(new Stack(members.object().additional(), rest), out);
            }
            return;
        }
        if (next < ' ' || next == '\\') {
            return;
        }
        int state = Utf8.next(utf8, next);
        if (state != Utf8.NONE) {
            Stack.add(new Stack(new Key(members, name + (char) next, state), below), out);
        }
    }

    @Override
    public boolean betweenCharacters() {
        return utf8 == Utf8.BOUNDARY;
    }

    @Override
    public int room() {
        return Text.UNBOUNDED;
    }

    @Override
    public boolean stays(int next) {
        return false;
    }

    @Override
    public int rise() {
        return 2;
    }
}
