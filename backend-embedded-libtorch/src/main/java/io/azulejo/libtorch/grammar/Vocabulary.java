package io.azulejo.libtorch.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The tokens of a tokenizer, laid out for masks. Most are plain text, which may come anywhere inside a string: those are
 * marked by their count of characters once, and only the others are walked there, as XGrammar does (Dong et al., 2024,
 * arXiv:2411.15100). Immutable.
 */
public final class Vocabulary {

    /** Longer plain tokens are walked. */
    private static final int LONGEST_PLAIN = 32;

    private final byte[][] bytes;
    private final Trie all;
    private final Trie others;
    /** By a count of characters, the plain tokens of no more. */
    private final long[][] plain;

    private Vocabulary(byte[][] bytes) {
        this.bytes = bytes;
        this.plain = new long[LONGEST_PLAIN + 1][Math.ceilDiv(bytes.length, Long.SIZE)];
        List<Integer> walked = new ArrayList<>();
        List<Integer> rest = new ArrayList<>();
        for (int id = 0; id < bytes.length; id++) {
            int characters = characters(bytes[id]);
            if (characters == 0) {
                continue;
            }
            walked.add(id);
            if (characters < 0 || characters > LONGEST_PLAIN) {
                rest.add(id);
            } else {
                plain[characters][id >> 6] |= 1L << id;
            }
        }
        for (int characters = 1; characters <= LONGEST_PLAIN; characters++) {
            add(plain[characters - 1], plain[characters]);
        }
        this.all = new Trie(bytes, walked);
        this.others = new Trie(bytes, rest);
    }

    /**
     * Lays tokens out, which takes a part of a second for a large vocabulary.
     *
     * @param size the ids are those below
     * @param bytes of a token; none for one that never may be part of a document, as control tokens may not
     */
    public static Vocabulary of(int size, IntFunction<byte[]> bytes) {
        byte[][] tokens = new byte[size][];
        for (int id = 0; id < size; id++) {
            tokens[id] = bytes.apply(id);
        }
        return new Vocabulary(tokens);
    }

    /** How many characters of plain text; -1 where it is none, 0 where it may not come anywhere. */
    private static int characters(byte[] token) {
        int characters = 0;
        int state = Utf8.BOUNDARY;
        boolean plain = true;
        for (byte signed : token) {
            int value = signed & 0xFF;
            if (value < ' ' && value != '\n') {
                return 0; // a control character, which a document has only as an escape
            }
            // New lines stand between calls of tools, and nowhere in a document.
            plain &= value != '"' && value != '\\' && value != '\n';
            state = state == Utf8.NONE ? Utf8.NONE : Utf8.next(state, value);
            characters += state == Utf8.BOUNDARY ? 1 : 0;
        }
        return token.length == 0 || (plain && state == Utf8.BOUNDARY) ? characters : -1;
    }

    byte[] bytes(int token) {
        return bytes[token];
    }

    int words() {
        return plain[0].length;
    }

    /**
     * Marks the tokens that may come in a state and after which the document's cost is within a limit.
     *
     * @return a bound of those costs
     */
    int allow(State state, int limit, long[] allowed) {
        TextSymbol text = state.text();
        if (text == null || state.cost() + text.rise() > limit) {
            return all.walk(state, limit, allowed);
        }
        add(plain[Math.min(text.room(), LONGEST_PLAIN)], allowed);
        return Math.max(state.cost() + text.rise(), others.walk(state, limit, allowed));
    }

    /** Marks what others mark. */
    static void add(long[] marks, long[] to) {
        for (int word = Math.min(marks.length, to.length) - 1; word >= 0; word--) {
            to[word] |= marks[word];
        }
    }
}
