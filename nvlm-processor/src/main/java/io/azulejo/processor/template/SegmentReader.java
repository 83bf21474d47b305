package io.azulejo.processor.template;

import java.util.ArrayList;
import java.util.List;

import io.azulejo.processor.template.Segment.Kind;

/**
 * Cuts a template into literal text and tags, and applies Jinja's white space rules as transformers sets them:
 * {@code trim_blocks} (a block or comment takes the newline after it), {@code lstrip_blocks} (and the blanks before it on
 * its line), minus signs (all white space on that side), plus signs (none), and no newline at the template's end.
 */
final class SegmentReader {

    private final String source;
    private final List<Segment> segments = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int position;

    private SegmentReader(String source) {
        this.source = source;
    }

    static List<Segment> read(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        return new SegmentReader(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source).read();
    }

    private List<Segment> read() {
        while (position < source.length()) {
            char next = position + 1 < source.length() ? source.charAt(position + 1) : ' ';
            if (source.charAt(position) == '{' && (next == '%' || next == '{' || next == '#')) {
                tag(next);
            } else {
                text.append(source.charAt(position++));
            }
        }
        endText();
        return segments;
    }

    private void tag(char kind) {
        int start = position + 2;
        int end = switch (kind) {
            case '#' -> source.indexOf("#}", start);
            case '%' -> endOfCode(start, "%}");
            default -> endOfCode(start, "}}");
        };
        if (end < 0) {
            throw new TemplateException("The tag at character " + position + " is not closed.");
        }
        char first = start < end ? source.charAt(start) : ' ';
        char last = start < end ? source.charAt(end - 1) : ' ';
        if (first == '-') {
            text.setLength(Whitespace.stripTrailing(text.toString()).length());
        } else if (kind != '{' && first != '+') {
            stripIndentation();
        }
        endText();
        int from = first == '-' || first == '+' ? start + 1 : start;
        String code = source.substring(from, last == '-' || last == '+' ? Math.max(from, end - 1) : end).strip();
        if (kind != '#') {
            segments.add(new Segment(kind == '{' ? Kind.OUTPUT : Kind.STATEMENT, code));
        }
        position = end + 2;
        if (last == '-') {
            while (position < source.length() && Character.isWhitespace(source.charAt(position))) {
                position++;
            }
        } else if (kind != '{' && last != '+' && position < source.length() && source.charAt(position) == '\n') {
            position++;
        }
    }

    private void endText() {
        if (!text.isEmpty()) {
            segments.add(new Segment(Kind.TEXT, text.toString()));
            text.setLength(0);
        }
    }

    /** Takes the blanks between the line's beginning and a tag, unless a tag before has taken them. */
    private void stripIndentation() {
        int blanks = 0;
        while (blanks < position && source.charAt(position - blanks - 1) != '\n'
                && Character.isWhitespace(source.charAt(position - blanks - 1))) {
            blanks++;
        }
        if (blanks == position || source.charAt(position - blanks - 1) == '\n') {
            text.setLength(Math.max(0, text.length() - blanks));
        }
    }

    /** The index of the closing mark, past strings and brackets; -1 where there is none. */
    private int endOfCode(int start, String close) {
        int depth = 0;
        for (int i = start; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\'' || c == '"') {
                i = endOfString(i);
            } else if (depth == 0 && source.startsWith(close, i)) {
                return i;
            } else if (c == '{' || c == '[' || c == '(') {
                depth++;
            } else if ((c == '}' || c == ']' || c == ')') && depth > 0) {
                depth--;
            }
        }
        return -1;
    }

    private int endOfString(int open) {
        for (int i = open + 1; i < source.length(); i++) {
            if (source.charAt(i) == '\\') {
                i++;
            } else if (source.charAt(i) == source.charAt(open)) {
                return i;
            }
        }
        return source.length();
    }
}
