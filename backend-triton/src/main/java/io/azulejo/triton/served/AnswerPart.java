package io.azulejo.triton.served;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.TokenLogprob;

/**
 * What a response adds to an answer.
 *
 * @param text text to show, whole characters
 * @param logprobs the tokens whose text begins in it, where they were asked for
 * @param end how the answer ended, or null where more follows
 */
public record AnswerPart(String text, List<TokenLogprob> logprobs, @Nullable End end) {

    /** Nothing new. */
    static final AnswerPart NOTHING = new AnswerPart("", List.of(), null);

    public AnswerPart {
        logprobs = List.copyOf(logprobs);
    }

    /** Whether there is nothing to tell. */
    public boolean isEmpty() {
        return text.isEmpty() && end == null;
    }

    /**
     * @param reason why it ended
     * @param promptTokens the prompt's tokens by the server's account, or -1 where it does not tell
     * @param answerTokens the answer's tokens, an end token included where the model made one
     */
    public record End(FinishReason reason, int promptTokens, int answerTokens) {}
}
