package io.azulejo.backend.support;

import java.util.Map;

/**
 * How tokens are chosen. Values are in range; whoever reads requests checks them.
 *
 * @param temperature 0 is greedy
 * @param topK keeps this many of the likeliest tokens; 0 keeps all
 * @param topP keeps the likeliest tokens whose probabilities reach this sum; 1 keeps all
 * @param minP keeps tokens at least this share as likely as the likeliest; 0 keeps all
 * @param repetitionPenalty divides positive (multiplies negative) logits of tokens of prompt and answer; 1 is none
 * @param presencePenalty taken from the logits of the answer's tokens, once each
 * @param frequencyPenalty taken from the logits of the answer's tokens, for each time
 * @param logitBias added to logits, by token id
 * @param seed starts the sequence's own random numbers
 * @param logprobs how many alternatives are told for each token; negative where log-probabilities are not told at all
 */
public record SamplingParameters(double temperature, int topK, double topP, double minP, double repetitionPenalty,
        double presencePenalty, double frequencyPenalty, Map<Integer, Double> logitBias, long seed, int logprobs) {

    /** {@link #logprobs()} where they are not told. */
    public static final int NO_LOGPROBS = -1;

    public SamplingParameters {
        logitBias = Map.copyOf(logitBias);
    }

    /** The likeliest token each time. */
    public static SamplingParameters greedy() {
        return new SamplingParameters(0, 0, 1, 0, 1, 0, 0, Map.of(), 0, NO_LOGPROBS);
    }

    public boolean hasPenalties() {
        return repetitionPenalty != 1 || presencePenalty != 0 || frequencyPenalty != 0;
    }
}
