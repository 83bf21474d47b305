package io.azulejo.libtorch.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.model.FinishReason;
import io.azulejo.libtorch.sampling.SampledToken;

/**
 * The next piece of an answer.
 *
 * @param text text to show; empty only at the end
 * @param tokens the tokens whose text begins in this piece, without end tokens and what a stop string hides
 * @param end how the answer ended, or null where more follows
 */
public record AnswerPiece(String text, List<SampledToken> tokens, @Nullable End end) {

    /**
     * @param reason why it ended
     * @param tokens all tokens that the model made, an end token and hidden ones included
     * @param cachedTokens tokens of the prompt that were not computed again
     */
    public record End(FinishReason reason, int tokens, int cachedTokens) {}
}
