package io.azulejo.server.conversation;

import org.springframework.http.HttpStatus;

import io.azulejo.server.web.ProblemException;
import io.azulejo.server.web.Texts;

/** What a conversation may be called. */
public final class ConversationTitle {

    private static final int MAX_LENGTH = 200;
    private static final int DERIVED_LENGTH = 60;

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
