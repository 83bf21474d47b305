package io.azulejo.processor.image;

import java.util.Arrays;

import static io.azulejo.processor.image.ImageFormat.WEBP;

/**
 * The five prefix codes with which a region of a picture is written. The first is that of green, of lengths of copies
 * and of recently used colours.
 */
record Vp8lCodes(Vp8lCode green, Vp8lCode red, Vp8lCode blue, Vp8lCode alpha, Vp8lCode distance) {

    static final int LITERALS = 256;
    static final int LENGTHS = 24;
    private static final int DISTANCES = 40;

    private static final int CODE_LENGTHS = 19;
    private static final int[] CODE_LENGTH_ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    private static final int REPEAT_PREVIOUS = 16;
    private static final int[] REPEAT_BITS = {2, 3, 7};
    private static final int[] REPEAT_LEAST = {3, 3, 11};

    /** @param recent how many recently used colours there are */
    static Vp8lCodes read(Vp8lBits bits, int recent) {
        return new Vp8lCodes(readCode(bits, LITERALS + LENGTHS + recent), readCode(bits, LITERALS),
                readCode(bits, LITERALS), readCode(bits, LITERALS), readCode(bits, DISTANCES));
    }

    int size() {
        return green.size() + red.size() + blue.size() + alpha.size() + distance.size();
    }

    private static Vp8lCode readCode(Vp8lBits bits, int symbols) {
        int[] lengths = new int[Math.max(symbols, LITERALS)];
        if (bits.flag()) {
            boolean two = bits.flag();
            lengths[bits.read(bits.flag() ? 8 : 1)] = 1;
            if (two) {
                lengths[bits.read(8)] = 1;
            }
        } else {
            readLengths(bits, lengths, symbols);
        }
        if (Arrays.stream(lengths, 0, symbols).allMatch(length -> length == 0)) {
            throw ImageException.damaged(WEBP, "it holds an empty code");
        }
        return Vp8lCode.of(lengths, symbols);
    }

    private static void readLengths(Vp8lBits bits, int[] lengths, int symbols) {
        int[] lengthsOfLengths = new int[CODE_LENGTHS];
        int given = 4 + bits.read(4);
        for (int i = 0; i < given; i++) {
            lengthsOfLengths[CODE_LENGTH_ORDER[i]] = bits.read(3);
        }
        Vp8lCode code = Vp8lCode.of(lengthsOfLengths, CODE_LENGTHS);
        int tokens = symbols;
        if (bits.flag()) {
            tokens = 2 + bits.read(2 + 2 * bits.read(3));
            if (tokens > symbols) {
                throw ImageException.damaged(WEBP, "a code has too many symbols");
            }
        }
        int previous = 8;
        int symbol = 0;
        while (symbol < symbols && tokens-- > 0) {
            int token = code.read(bits);
            if (token < REPEAT_PREVIOUS) {
                lengths[symbol++] = token;
                previous = token == 0 ? previous : token;
                continue;
            }
            int kind = token - REPEAT_PREVIOUS;
            int count = bits.read(REPEAT_BITS[kind]) + REPEAT_LEAST[kind];
            if (symbol + count > symbols) {
                throw ImageException.damaged(WEBP, "a code has too many symbols");
            }
            Arrays.fill(lengths, symbol, symbol + count, kind == 0 ? previous : 0);
            symbol += count;
        }
    }
}
