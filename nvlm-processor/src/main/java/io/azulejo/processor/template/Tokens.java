package io.azulejo.processor.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of one tag's code, read from left to right. */
final class Tokens {

    enum Kind {
        NAME, STRING, INTEGER, DECIMAL, SIGN, END
    }

    record Token(Kind kind, String text) {}

    private static final Pattern TOKEN = Pattern.compile("(?s)\\s*(?:(?<name>[\\p{L}_][\\p{L}\\p{N}_]*)"
            + "|(?<decimal>\\d+\\.\\d+(?:[eE][+-]?\\d+)?)|(?<integer>\\d+)"
            + "|(?<string>'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\")"
            + "|(?<sign>\\*\\*|//|==|!=|<=|>=|[-+*/%~<>=.,:|()\\[\\]{}]))");

    private final String code;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    Tokens(String code) {
        this.code = code;
        Matcher matcher = TOKEN.matcher(code);
        int end = 0;
        while (!code.substring(end).isBlank()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new TemplateException("\"" + code.substring(end) + "\" cannot be read in: " + code);
            }
            tokens.add(token(matcher));
            end = matcher.end();
        }
    }

    private static Token token(Matcher matcher) {
        if (matcher.group("name") != null) {
            return new Token(Kind.NAME, matcher.group("name"));
        } else if (matcher.group("decimal") != null) {
            return new Token(Kind.DECIMAL, matcher.group("decimal"));
        } else if (matcher.group("integer") != null) {
            return new Token(Kind.INTEGER, matcher.group("integer"));
        } else if (matcher.group("string") != null) {
            String quoted = matcher.group("string");
            return new Token(Kind.STRING, unescape(quoted.substring(1, quoted.length() - 1)));
        }
        return new Token(Kind.SIGN, matcher.group("sign"));
    }

    /** Python's escapes, of which templates use few. */
    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case 'n' -> plain.append('\n');
                case 't' -> plain.append('\t');
                case 'r' -> plain.append('\r');
                case '\\', '\'', '"' -> plain.append(escaped);
                case 'u' -> {
                    plain.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> plain.append('\\').append(escaped);
            }
        }
        return plain.toString();
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return position + ahead < tokens.size() ? tokens.get(position + ahead) : new Token(Kind.END, "the end");
    }

    Token next() {
        Token token = peek();
        position++;
        return token;
    }

    /** Whether the next token is this sign or word. */
    boolean at(String text) {
        Token token = peek();
        return (token.kind() == Kind.SIGN || token.kind() == Kind.NAME) && token.text().equals(text);
    }

    /** Takes the next token if it is this sign or word. */
    boolean take(String text) {
        boolean taken = at(text);
        if (taken) {
            position++;
        }
        return taken;
    }

    void expect(String text) {
        if (!take(text)) {
            throw unexpected("\"" + text + "\"");
        }
    }

    String name() {
        if (peek().kind() != Kind.NAME) {
            throw unexpected("a name");
        }
        return next().text();
    }

    void expectEnd() {
        if (peek().kind() != Kind.END) {
            throw unexpected("the end");
        }
    }

    TemplateException unexpected(String expected) {
        return new TemplateException("Expected " + expected + " but found \"" + peek().text() + "\" in: " + code);
    }
}
