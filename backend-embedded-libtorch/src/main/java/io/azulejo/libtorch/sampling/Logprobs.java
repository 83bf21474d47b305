package io.azulejo.libtorch.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.azulejo.libtorch.sampling.SampledToken.TokenProbability;

/** The logarithms of a row's probabilities. */
final class Logprobs {

    private Logprobs() {}

    /** The token with the logarithm of its probability and those of the likeliest tokens; the row is scratch then. */
    static SampledToken describe(int id, float[] logits, int alternatives) {
        float max = Likeliest.max(logits);
        int[] likeliest = Likeliest.of(logits, alternatives);
        double chosen = logits[id];
        double[] others = Arrays.stream(likeliest).mapToDouble(other -> logits[other]).toArray();
        Weights.ofLogits(logits, max, 1);
        double normaliser = max + Math.log(Weights.sum(logits));
        List<TokenProbability> top = IntStream.range(0, likeliest.length)
                .mapToObj(i -> new TokenProbability(likeliest[i], others[i] - normaliser)).toList();
        return new SampledToken(id, chosen - normaliser, top);
    }
}
