package io.azulejo.processor.tokenizer;

/** Makes Java strings into valid Unicode, which is what native code takes. */
final class WellFormed {

    private WellFormed() {}

    /** The text with each lone surrogate replaced by U+FFFD; the same object where there is none. */
    static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    i++;
                } else {
                    return replaceFrom(text, i);
                }
            }
        }
        return text;
    }

    private static String replaceFrom(String text, int start) {
        StringBuilder well = new StringBuilder(text.length()).append(text, 0, start);
        text.substring(start).codePoints()
                .forEach(c -> well
                        .appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c));
        return well.toString();
    }
}
