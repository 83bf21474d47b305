package io.azulejo.libtorch.grammar;

/**
 * Well-formed UTF-8 byte by byte, by table 3-7 of the Unicode Standard (chapter 3.9): no surrogates, nothing longer than
 * it need be. A state is how many bytes of a character are to come, and which may come first of them.
 */
final class Utf8 {

    /** Between two characters. */
    static final int BOUNDARY = 0;
    /** The byte may not come. */
    static final int NONE = -1;

    private static final int ONE = 1;
    private static final int TWO = 2;
    private static final int THREE = 3;
    /** Two or three to come, the next from a narrower range, by the byte before. */
    private static final int AFTER_E0 = 4;
    private static final int AFTER_ED = 5;
    private static final int AFTER_F0 = 6;
    private static final int AFTER_F4 = 7;

    private Utf8() {}

    static int next(int state, int value) {
        return switch (state) {
            case BOUNDARY -> first(value);
            case ONE -> within(value, 0x80, 0xBF, BOUNDARY);
            case TWO -> within(value, 0x80, 0xBF, ONE);
            case THREE -> within(value, 0x80, 0xBF, TWO);
            case AFTER_E0 -> within(value, 0xA0, 0xBF, ONE);
            case AFTER_ED -> within(value, 0x80, 0x9F, ONE);
            case AFTER_F0 -> within(value, 0x90, 0xBF, TWO);
            case AFTER_F4 -> within(value, 0x80, 0x8F, TWO);
            default -> throw new IllegalArgumentException("There is no state " + state);
        };
    }

    /** How many bytes of a character are to come. */
    static int missing(int state) {
        return switch (state) {
            case BOUNDARY -> 0;
            case ONE -> 1;
            case TWO, AFTER_E0, AFTER_ED -> 2;
            default -> 3;
        };
    }

    private static int first(int value) {
        if (value < 0x80) {
            return BOUNDARY;
        }
        return switch (value) {
            case 0xE0 -> AFTER_E0;
            case 0xED -> AFTER_ED;
            case 0xF0 -> AFTER_F0;
            case 0xF4 -> AFTER_F4;
            default -> value >= 0xC2 && value <= 0xDF
                    ? ONE
                    : value >= 0xE1 && value <= 0xEF ? TWO : within(value, 0xF1, 0xF3, THREE);
        };
    }

    private static int within(int value, int least, int most, int next) {
        return value >= least && value <= most ? next : NONE;
    }
}
