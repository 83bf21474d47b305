package io.azulejo.server.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Parts a text into words, whatever its language. Case, width and the accents of Latin, Greek and Cyrillic letters make no
 * difference. In scripts that do not part their words a whole run of letters is one {@link Word}, found by any part of it.
 */
final class Words {

    private static final int LONGEST = 64;
    private static final Set<UnicodeScript> UNPARTED = EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA, UnicodeScript.BOPOMOFO, UnicodeScript.THAI, UnicodeScript.LAO, UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);
    private static final Set<UnicodeScript> ACCENTED = EnumSet.of(UnicodeScript.LATIN, UnicodeScript.GREEK,
            UnicodeScript.CYRILLIC);

    private Words() {}

    /**
     * A word of a text.
     *
     * @param start where it begins, in chars
     * @param end behind its last char
     * @param folded what is compared
     * @param unparted whether it is a run of letters of a script that does not part its words
     */
    record Word(int start, int end, String folded, boolean unparted) {

        /** By what an index finds it: the word, or each two letters that follow each other, and the last one alone. */
        void lexemes(Consumer<String> to) {
            if (!unparted) {
                to.accept(folded.length() > LONGEST ? folded.substring(0, LONGEST) : folded);
                return;
            }
            int[] letters = folded.codePoints().toArray();
            for (int i = 0; i < letters.length; i++) {
                to.accept(new String(letters, i, Math.min(2, letters.length - i)));
            }
        }

        /** What an entry must have to be found by this word: words that begin so, or all pairs of letters. */
        List<String> queries() {
            List<String> queries = new ArrayList<>();
            if (!unparted || folded.codePointCount(0, folded.length()) == 1) {
                lexemes(lexeme -> queries.add(quote(lexeme) + ":*"));
                return queries;
            }
            lexemes(lexeme -> queries.add(quote(lexeme)));
            queries.removeLast(); // The last letter alone stands at the end of a run only.
            return queries;
        }
    }

    static String quote(String lexeme) {
        return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    static List<Word> of(String text) {
        List<Word> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int letter = text.codePointAt(at);
            if (!Character.isLetterOrDigit(letter)) {
                at += Character.charCount(letter);
                continue;
            }
            boolean unparted = isUnparted(letter);
            int end = at + Character.charCount(letter);
            while (end < text.length()) {
                int next = text.codePointAt(end);
                if (!isMark(next) && !(Character.isLetterOrDigit(next) && isUnparted(next) == unparted)) {
                    break;
                }
                end += Character.charCount(next);
            }
            String folded = fold(text.substring(at, end));
            if (!folded.isEmpty()) {
                words.add(new Word(at, end, folded, unparted));
            }
            at = end;
        }
        return words;
    }

    static String fold(String text) {
        String parts = Normalizer.normalize(text, Normalizer.Form.NFKD);
        StringBuilder bare = new StringBuilder(parts.length());
        UnicodeScript base = UnicodeScript.COMMON;
        for (int i = 0; i < parts.length();) {
            int letter = parts.codePointAt(i);
            i += Character.charCount(letter);
            if (!isMark(letter)) {
                base = UnicodeScript.of(letter);
            } else if (ACCENTED.contains(base)) {
                continue;
            }
            bare.appendCodePoint(letter);
        }
        return Normalizer.normalize(bare, Normalizer.Form.NFC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT)
                .replace('ς', 'σ');
    }

    private static boolean isUnparted(int letter) {
        // The marks of length and voice belong to no script, but stand among Japanese letters alone.
        return letter == 'ー' || letter == 'ｰ' || letter == 'ﾞ' || letter == 'ﾟ'
                || UNPARTED.contains(UnicodeScript.of(letter));
    }

    private static boolean isMark(int letter) {
        int type = Character.getType(letter);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
