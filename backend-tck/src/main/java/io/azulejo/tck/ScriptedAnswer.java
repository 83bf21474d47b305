package io.azulejo.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.model.FinishReason;

/**
 * An answer and how it comes.
 *
 * @param pieces the texts, each of which counts as one token and comes as one response
 * @param delay how long each piece takes
 * @param finishReason why it ends, unless the most tokens or a stop string end it earlier
 * @param failure what it breaks with after its pieces, or null where it ends well
 * @param calls the calls of tools that come after the pieces
 * @param cachedTokens how many tokens of the prompt the usage calls cached
 */
public record ScriptedAnswer(List<String> pieces, Duration delay, FinishReason finishReason,
        @Nullable BackendException failure, List<ToolCall> calls, int cachedTokens) {

    public ScriptedAnswer {
        calls = List.copyOf(calls);
        pieces = List.copyOf(pieces);
    }

    /** These pieces, at once, then the end. */
    public static ScriptedAnswer of(String... pieces) {
        return new ScriptedAnswer(List.of(pieces), Duration.ZERO, FinishReason.STOP, null, List.of(), 0);
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
                return new ScriptedAnswer(pieces.subList(i, pieces.size()), delay, finishReason, failure, calls,
                        cachedTokens);
            }
            text.append(i < pieces.size() ? pieces.get(i) : "");
        }
        return this;
    }

    /** This answer with a further call of a tool. */
    public ScriptedAnswer calling(String tool, String arguments) {
        List<ToolCall> more = new ArrayList<>(calls);
        more.add(new ToolCall("call_" + UUID.randomUUID(), "function", tool, arguments));
        return new ScriptedAnswer(pieces, delay, finishReason, failure, more, cachedTokens);
    }

    public ScriptedAnswer delayed(Duration perPiece) {
        return new ScriptedAnswer(pieces, perPiece, finishReason, failure, calls, cachedTokens);
    }

    public ScriptedAnswer finishing(FinishReason reason) {
        return new ScriptedAnswer(pieces, delay, reason, failure, calls, cachedTokens);
    }

    public ScriptedAnswer failing(BackendException exception) {
        return new ScriptedAnswer(pieces, delay, finishReason, exception, calls, cachedTokens);
    }

    public ScriptedAnswer cached(int tokens) {
        return new ScriptedAnswer(pieces, delay, finishReason, failure, calls, tokens);
    }
}
