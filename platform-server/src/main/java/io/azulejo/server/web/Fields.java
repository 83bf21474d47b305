package io.azulejo.server.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Checks of single fields of requests. */
public final class Fields {

    private Fields() {}

    /** @throws ProblemException 400 where it is missing */
    public static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw invalid(name, "'" + name + "' is missing.");
        }
        return value;
    }

    /**
     * A text without white space around it, of 1 to so many characters.
     *
     * @throws ProblemException 400 where it is missing, blank, too long or not a text
     */
    public static String text(@Nullable String value, String name, int most) {
        String stripped = Texts.check(required(value, name), name).strip();
        if (stripped.isEmpty() || stripped.length() > most) {
            throw invalid(name, "'" + name + "' has " + stripped.length() + " characters; give it 1 to " + most + ".");
        }
        return stripped;
    }

    /** How many entries a page has. */
    public static int limit(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw invalid("limit", "'limit' is " + limit + "; give a number from 1 to " + most + ".");
        }
        return limit;
    }

    public static ProblemException invalid(String name, String detail) {
        return ProblemException.of(HttpStatus.BAD_REQUEST, "invalid-parameter", "Invalid parameter", detail)
                .withParameter(name);
    }
}
