package io.azulejo.server.conversation;

import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.http.HttpStatus;

import io.azulejo.server.web.ProblemException;
import io.azulejo.server.web.Texts;

/** What a conversation may be called. */
public final class ConversationTitle {

    private static final int MAX_LENGTH = 200;
    private static final int DERIVED_LENGTH = 60;
    private static final int MODEL_LENGTH = 80;
    /** Models put titles in quotation marks and bold type, whatever they are told. */
    private static final Pattern QUOTED = Pattern
            .compile("^(?:\"([^\"]+)\"|“([^”]+)”|«([^»]+)»|\\*\\*([^*]+)\\*\\*)[.。]?$");

    private ConversationTitle() {}

    /** @throws ProblemException where the title is blank, too long or not a text */
    public static String check(String title) {
        String stripped = Texts.check(title, "title").strip();
        if (stripped.isEmpty() || stripped.length() > MAX_LENGTH) {
            throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-parameter", "Invalid parameter",
                    "'title' has " + stripped.length() + " characters; give it 1 to " + MAX_LENGTH + ".")
                    .withParameter("title");
        }
        return stripped;
    }

    /** A title from a model's answer; empty where that is no title. */
    public static Optional<String> fromModel(String answer) {
        String title = answer.replace('\0', '\uFFFD').strip();
        for (String before = ""; !before.equals(title);) {
            before = title;
            title = QUOTED.matcher(title).replaceFirst("$1$2$3$4").strip();
        }
        boolean oneLine = title.lines().count() == 1 && title.codePoints().noneMatch(Character::isISOControl);
        return oneLine && title.codePointCount(0, title.length()) <= MODEL_LENGTH
                ? Optional.of(title)
                : Optional.empty();
    }

    /** A title from a first message: its first line, cut at a word. */
    public static String from(String text) {
        String line = text.strip().lines().findFirst().orElse("").replaceAll("\\s+", " ");
        if (line.isEmpty()) {
            return "New conversation";
        }
        if (line.codePointCount(0, line.length()) <= DERIVED_LENGTH) {
            return line;
        }
        String cut = line.substring(0, line.offsetByCodePoints(0, DERIVED_LENGTH));
        int space = cut.lastIndexOf(' ');
        return (space > DERIVED_LENGTH / 2 ? cut.substring(0, space) : cut) + "…";
    }
}
