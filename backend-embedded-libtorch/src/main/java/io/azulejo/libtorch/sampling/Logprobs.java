package io.azulejo.libtorch.sampling;

import java.util.Arrays;
import java.util.List;

import io.azulejo.libtorch.sampling.SampledToken.TokenProbability;

/** The logarithms of a row's probabilities. */
final class Logprobs {

    private Logprobs() {}

    /** The token with the logarithm of its probability and those of the likeliest tokens. */
    static SampledToken describe(int id, float[] logits, int alternatives) {
        double normaliser = logSumExp(logits);
        List<TokenProbability> top = Arrays.stream(Likeliest.of(logits, alternatives))
                .mapToObj(other -> new TokenProbability(other, logits[other] - normaliser)).toList();
        return new SampledToken(id, logits[id] - normaliser, top);
    }

    /** log(sum(exp(logits))), steady for large logits. */
    private static double logSumExp(float[] logits) {
        double max = logits[Likeliest.one(logits)];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        return max + Math.log(sum);
    }
}
