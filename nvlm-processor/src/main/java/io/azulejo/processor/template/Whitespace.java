package io.azulejo.processor.template;

/** White space as Python's strings know it: Java's, the spaces that do not break, and U+0085. */
public final class Whitespace {

    private Whitespace() {}

    public static boolean is(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character) || character == 0x85;
    }

    public static String stripLeading(String text) {
        int start = 0;
        while (start < text.length() && is(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }

    public static String stripTrailing(String text) {
        int end = text.length();
        while (end > 0 && is(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    public static String strip(String text) {
        return stripTrailing(stripLeading(text));
    }
}
