package io.azulejo.libtorch.grammar;

import java.util.List;

/**
 * The inside of a string and its closing quote (RFC 8259, section 7). Of {@code \\u} escapes only those that are a
 * character by themselves: what takes two of them can be written as it is.
 *
 * @param least the fewest characters still to come
 * @param most the most; {@link #UNBOUNDED} where there is no bound
 * @param utf8 where in a character it is
 * @param escape where in an escape it is: 0 outside, 5 behind the backslash, then the hexadecimal digits to come
 * @param surrogate whether the digit before makes the next decide about a surrogate
 */
record Text(int least, int most, int utf8, int escape, boolean surrogate) implements TextSymbol {

    static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final int BACKSLASH = 5;

    Text(int least, int most) {
        this(least, most, Utf8.BOUNDARY, 0, false);
    }

    @Override
    public int cost() {
        if (betweenCharacters()) {
            return least + 1;
        }
        int rest = escape == BACKSLASH ? 1 : escape > 0 ? escape : Utf8.missing(utf8);
        return rest + Math.max(0, least - 1) + 1;
    }

    @Override
    public void step(int next, Stack below, List<Stack> out) {
        if (escape > 0) {
            escaped(next, below, out);
        } else if (utf8 != Utf8.BOUNDARY) {
            character(Utf8.next(utf8, next), below, out);
        } else if (next == '"') {
            if (least == 0) {
                below.open(out);
            }
        } else if (most > 0 && next >= ' ') {
            if (next == '\\') {
                Stack.add(new Stack(new Text(least, most, Utf8.BOUNDARY, BACKSLASH, false), below), out);
            } else {
                character(Utf8.next(Utf8.BOUNDARY, next), below, out);
            }
        }
    }

    private void character(int state, Stack below, List<Stack> out) {
        if (state == Utf8.BOUNDARY) {
            Stack.add(new Stack(afterCharacter(), below), out);
        } else if (state != Utf8.NONE) {
            Stack.add(new Stack(new Text(least, most, state, 0, false), below), out);
        }
    }

    private void escaped(int next, Stack below, List<Stack> out) {
        if (escape == BACKSLASH) {
            if (next == 'u') {
                Stack.add(new Stack(new Text(least, most, Utf8.BOUNDARY, 4, false), below), out);
            } else if ("\"\\/bfnrt".indexOf(next) >= 0) {
                Stack.add(new Stack(afterCharacter(), below), out);
            }
        } else if (Character.digit(next, 16) >= 0 && !(surrogate && next > '7')) {
            Text left = escape == 1
                    ? afterCharacter()
                    : new Text(least, most, Utf8.BOUNDARY, escape - 1, escape == 4 && (next | 0x20) == 'd');
            Stack.add(new Stack(left, below), out);
        }
    }

    private Text afterCharacter() {
        return new Text(Math.max(0, least - 1), most == UNBOUNDED ? UNBOUNDED : most - 1);
    }

    @Override
    public boolean betweenCharacters() {
        return utf8 == Utf8.BOUNDARY && escape == 0;
    }

    @Override
    public int room() {
        return most;
    }

    @Override
    public boolean stays(int next) {
        return least == 0 && most == UNBOUNDED && betweenCharacters() && next >= ' ' && next < 0x80 && next != '"'
                && next != '\\';
    }

    @Override
    public int rise() {
        return 0;
    }
}
