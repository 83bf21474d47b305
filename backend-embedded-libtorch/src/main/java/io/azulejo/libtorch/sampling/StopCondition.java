package io.azulejo.libtorch.sampling;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.model.FinishReason;
import io.azulejo.backend.support.StopText;

/**
 * Says when one answer is over and what of it may be shown: an end token, a stop string (which may span tokens and is
 * never shown), a form that is complete, or as many tokens as it may have.
 */
public final class StopCondition {

    private final Set<Integer> endTokens;
    private final StopText stopText;
    private final int maxTokens;
    private int tokens;
    private @Nullable FinishReason reason;

    /**
     * @param endTokens ids that end an answer
     * @param stopStrings texts that end it, none of them empty
     * @param maxTokens the most tokens, what the context leaves room for already taken into account
     */
    public StopCondition(Set<Integer> endTokens, List<String> stopStrings, int maxTokens) {
        this.endTokens = Set.copyOf(endTokens);
        this.stopText = new StopText(List.copyOf(stopStrings));
        this.maxTokens = maxTokens;
    }

    /** Why the answer is over, or null while it goes on. */
    public @Nullable FinishReason reason() {
        return reason;
    }

    /** Tokens counted so far, an end token included. */
    public int tokens() {
        return tokens;
    }

    /** Counts a token and says whether it ends the answer without having a text. */
    public boolean isEnd(int id) {
        tokens++;
        if (endTokens.contains(id)) {
            reason = FinishReason.STOP;
            return true;
        }
        return false;
    }

    /** Ends the answer with the token just counted, whose text still belongs to it. */
    public void complete() {
        reason = FinishReason.STOP;
    }

    /** Takes the text of the token just counted and gives what may be shown. May end the answer. */
    public String append(String text) {
        String shown = stopText.append(text);
        if (stopText.stopped()) {
            reason = FinishReason.STOP;
        } else if (tokens >= maxTokens && reason == null) {
            reason = FinishReason.LENGTH;
        }
        return shown;
    }

    /** Whether a stop string came up, so that text after it is not shown. */
    public boolean stoppedByText() {
        return stopText.stopped();
    }

    /** Takes the last text of an answer that is over and gives all that may still be shown. */
    public String finish(String text) {
        return append(text) + stopText.finish();
    }
}
