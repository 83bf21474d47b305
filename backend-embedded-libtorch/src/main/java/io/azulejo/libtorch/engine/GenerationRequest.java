package io.azulejo.libtorch.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.backend.support.Terms;
import io.azulejo.libtorch.sampling.LogitsMask;

/**
 * One answer to be made.
 *
 * @param prompt the prompt's ids, at least one
 * @param pictures the pictures in it, in order
 * @param sampling how tokens are chosen
 * @param maxTokens the most tokens of the answer, at least one
 * @param stopStrings texts that end the answer and are not shown
 * @param decoder turns the answer's tokens into text
 * @param terms on what terms it is served
 * @param mask says which tokens may come next, of this answer alone; null where any may
 * @param trace keeps attention within the prompt, of this request alone; null where nobody looks
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data on a hot path, never compared
public record GenerationRequest(int[] prompt, List<PictureInput> pictures, SamplingParameters sampling, int maxTokens,
        List<String> stopStrings, TokenDecoder decoder, Terms terms, @Nullable LogitsMask mask,
        @Nullable AttentionTrace trace) {

    /** A request on the usual terms, whose answer may have any form, and whose attention nobody looks at. */
    public GenerationRequest(int[] prompt, List<PictureInput> pictures, SamplingParameters sampling, int maxTokens,
            List<String> stopStrings, TokenDecoder decoder) {
        this(prompt, pictures, sampling, maxTokens, stopStrings, decoder, Terms.USUAL, null, null);
    }

    public GenerationRequest {
        pictures = List.copyOf(pictures);
        stopStrings = List.copyOf(stopStrings);
        if (prompt.length == 0 || maxTokens < 1) {
            throw new IllegalArgumentException("A prompt and an answer need at least one token each");
        }
    }
}
