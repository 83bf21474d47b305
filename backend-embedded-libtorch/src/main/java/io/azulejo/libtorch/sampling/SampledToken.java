package io.azulejo.libtorch.sampling;

import java.util.List;

/**
 * A chosen token.
 *
 * @param id its id
 * @param logprob the natural logarithm of its probability before bias, penalties, mask and temperature; NaN where
 *        not asked
 * @param top the likeliest tokens at its place, likeliest first; empty where not asked
 */
public record SampledToken(int id, double logprob, List<TokenProbability> top) {

    /** One token and the logarithm of its probability. */
    public record TokenProbability(int id, double logprob) {}
}
