package io.azulejo.tck;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.model.FinishReason;

/**
 * An answer and how it comes.
 *
 * @param pieces the texts, each of which counts as one token and comes as one response
 * @param delay how long each piece takes
 * @param finishReason why it ends, unless the most tokens or a stop string end it earlier
 * @param failure what it breaks with after its pieces, or null where it ends well
 * @param cachedTokens how many tokens of the prompt the usage calls cached
 */
public record ScriptedAnswer(List<String> pieces, Duration delay, FinishReason finishReason,
        @Nullable BackendException failure, int cachedTokens) {

    public ScriptedAnswer {
        pieces = List.copyOf(pieces);
    }

    /** These pieces, at once, then the end. */
    public static ScriptedAnswer of(String... pieces) {
        return new ScriptedAnswer(List.of(pieces), Duration.ZERO, FinishReason.STOP, null, 0);
    }

    /** A text, a word a piece. */
    public static ScriptedAnswer words(String text) {
        return of(text.split("(?<=\\s)(?=\\S)"));
    }

    /** This many numbered words. */
    public static ScriptedAnswer count(int pieces) {
        return of(Stream.iterate(1, number -> number + 1).limit(pieces).map(number -> number + " ")
                .toArray(String[]::new));
    }

    /** What is left of this answer after a text that was begun; all of it where it does not begin so. */
    public ScriptedAnswer after(String begun) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= pieces.size(); i++) {
            if (begun.contentEquals(text)) {
                return new ScriptedAnswer(pieces.subList(i, pieces.size()), delay, finishReason, failure, cachedTokens);
            }
            text.append(i < pieces.size() ? pieces.get(i) : "");
        }
        return this;
    }

    public ScriptedAnswer delayed(Duration perPiece) {
        return new ScriptedAnswer(pieces, perPiece, finishReason, failure, cachedTokens);
    }

    public ScriptedAnswer finishing(FinishReason reason) {
        return new ScriptedAnswer(pieces, delay, reason, failure, cachedTokens);
    }

    public ScriptedAnswer failing(BackendException exception) {
        return new ScriptedAnswer(pieces, delay, finishReason, exception, cachedTokens);
    }

    public ScriptedAnswer cached(int tokens) {
        return new ScriptedAnswer(pieces, delay, finishReason, failure, tokens);
    }
}
