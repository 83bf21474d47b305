package io.azulejo.libtorch.sampling;

import java.util.List;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the tokens of one sequence. What it chooses depends on the logits, the parameters and the sequence's own
 * random numbers only, so the same seed gives the same text whatever else is in the batch.
 *
 * <p>
 * Order: logit bias, penalties, temperature, min-p, top-k, top-p (over what top-k left). Not thread-safe.
 */
public final class Sampler {

    private static final int FIRST_NUCLEUS = 64;

    private final SamplingParameters parameters;
    private final Penalties penalties;
    private final SplittableRandom random;

    /** @param prompt the prompt's ids, which the repetition penalty counts */
    public Sampler(SamplingParameters parameters, int[] prompt) {
        this.parameters = parameters;
        this.penalties = new Penalties(parameters, prompt);
        this.random = new SplittableRandom(parameters.seed());
    }

    /**
     * @param logits one row of the vocabulary's length, which is scratch afterwards
     * @throws ArithmeticException where the logits give no distribution
     */
    public SampledToken sample(float[] logits) {
        boolean told = parameters.logprobs() >= 0;
        float[] row = told ? logits.clone() : logits;
        penalties.apply(row);
        int id = parameters.temperature() == 0 ? Likeliest.one(row) : draw(row);
        penalties.accept(id);
        return told
                ? Logprobs.describe(id, logits, parameters.logprobs())
                : new SampledToken(id, Double.NaN, List.of());
    }

    private int draw(float[] row) {
        double mass = toWeights(row);
        if (parameters.topK() == 0 && parameters.topP() >= 1) {
            return pick(row, null, row.length, mass);
        }
        int[] ids;
        if (parameters.topK() > 0) {
            ids = Likeliest.of(row, parameters.topK());
            mass = sum(row, ids);
        } else {
            ids = nucleus(row, mass * parameters.topP());
        }
        int kept = 0;
        double keptMass = 0;
        double wanted = mass * parameters.topP();
        do {
            keptMass += row[ids[kept++]];
        } while (kept < ids.length && keptMass < wanted);
        return pick(row, ids, kept, keptMass);
    }

    /** Replaces logits by unnormalised probabilities, the likeliest being 1 and those below min-p 0; gives their sum. */
    private double toWeights(float[] row) {
        double max = row[Likeliest.one(row)];
        double minP = parameters.minP();
        double sum = 0;
        for (int id = 0; id < row.length; id++) {
            double weight = Math.exp((row[id] - max) / parameters.temperature());
            row[id] = weight < minP ? 0 : (float) weight;
            sum += row[id];
        }
        return sum;
    }

    /** Enough of the likeliest tokens to hold this mass: looks at more only where fewer do not. */
    private static int[] nucleus(float[] weights, double mass) {
        for (int size = FIRST_NUCLEUS;; size *= 8) {
            int[] ids = Likeliest.of(weights, size);
            if (ids.length == weights.length || sum(weights, ids) >= mass) {
                return ids;
            }
        }
    }

    private static double sum(float[] weights, int[] ids) {
        double sum = 0;
        for (int id : ids) {
            sum += weights[id];
        }
        return sum;
    }

    /** @param ids the candidates; null where all tokens are */
    private int pick(float[] weights, int @Nullable [] ids, int count, double mass) {
        double remaining = random.nextDouble() * mass;
        int last = -1;
        for (int i = 0; i < count; i++) {
            int id = ids == null ? i : ids[i];
            if (weights[id] > 0) {
                last = id;
                remaining -= weights[id];
                if (remaining < 0) {
                    return id;
                }
            }
        }
        // Rounding may leave a crumb of the mass behind the last candidate.
        return last;
    }
}
