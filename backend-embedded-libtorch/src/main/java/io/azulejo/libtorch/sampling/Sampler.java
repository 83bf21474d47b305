package io.azulejo.libtorch.sampling;

import java.util.List;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

import io.azulejo.backend.support.SamplingParameters;

/**
 * Chooses the tokens of one sequence. What it chooses depends on the logits, the parameters, the mask and the sequence's
 * own random numbers only, so the same seed gives the same text whatever else is in the batch.
 *
 * <p>
 * Order: logit bias, penalties, mask, temperature, min-p, top-k, top-p (over what top-k left). So bias and penalties
 * cannot bring back what the mask forbids, and min-p, top-k and top-p count among what it allows. Log-probabilities are
 * those of the model's own distribution, before all of this. Not thread-safe.
 *
 * <p>
 * Nothing is sorted but the tokens kept. Exponentials are taken of those that top-k keeps, or of the whole row where all
 * of it counts; the probabilities drawn from are exact to float32.
 */
public final class Sampler {

    private static final int FIRST_NUCLEUS = 64;

    private final SamplingParameters parameters;
    private final Penalties penalties;
    private final @Nullable MaskedLogits mask;
    private final SplittableRandom random;

    /**
     * @param prompt the prompt's ids, which the repetition penalty counts
     * @param mask says what may come next; null where anything may
     */
    public Sampler(SamplingParameters parameters, int[] prompt, @Nullable LogitsMask mask) {
        this.parameters = parameters;
        this.penalties = new Penalties(parameters, prompt);
        this.mask = mask == null ? null : new MaskedLogits(mask);
        this.random = new SplittableRandom(parameters.seed());
    }

    /**
     * @param logits one row of the vocabulary's length, which is scratch afterwards
     * @throws ArithmeticException where the logits give no distribution
     * @throws IllegalStateException where the mask allows no token
     */
    public SampledToken sample(float[] logits) {
        boolean told = parameters.logprobs() >= 0;
        float[] row = told ? logits.clone() : logits;
        penalties.apply(row);
        if (mask != null) {
            mask.apply(row);
        }
        int id = parameters.temperature() == 0 ? Likeliest.one(row) : draw(row);
        penalties.accept(id);
        if (mask != null) {
            mask.accept(id);
        }
        return told
                ? Logprobs.describe(id, logits, parameters.logprobs())
                : new SampledToken(id, Double.NaN, List.of());
    }

    /** Whether the mask says that the answer is whole. */
    public boolean complete() {
        return mask != null && mask.complete();
    }

    private int draw(float[] row) {
        if (parameters.topK() > 0 && parameters.topK() < row.length) {
            int[] ids = Likeliest.of(row, parameters.topK());
            float[] kept = values(row, ids);
            return ids[pickTop(kept, toWeights(kept) * parameters.topP())];
        }
        double mass = toWeights(row);
        if (parameters.topP() >= 1) {
            return pick(row, row.length, mass);
        }
        double wanted = mass * parameters.topP();
        int[] ids = nucleus(row, wanted);
        return ids[pickTop(values(row, ids), wanted)];
    }

    /** Replaces logits by unnormalised probabilities, those below min-p being 0; gives their sum. */
    private double toWeights(float[] row) {
        Weights.ofLogits(row, Likeliest.max(row), parameters.temperature());
        if (parameters.minP() > 0) {
            Weights.cutBelow(row, parameters.minP());
        }
        return Weights.sum(row);
    }

    /** Enough of the likeliest tokens to hold this mass: looks at more only where fewer do not. */
    private static int[] nucleus(float[] weights, double mass) {
        for (int size = FIRST_NUCLEUS;; size *= 8) {
            int[] ids = Likeliest.of(weights, size);
            if (ids.length == weights.length || Weights.sum(values(weights, ids)) >= mass) {
                return ids;
            }
        }
    }

    private static float[] values(float[] row, int[] ids) {
        float[] values = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            values[i] = row[ids[i]];
        }
        return values;
    }

    /** The index of one of the first weights, as many as it takes to hold this mass. */
    private int pickTop(float[] weights, double mass) {
        int kept = 0;
        double keptMass = 0;
        do {
            keptMass += weights[kept++];
        } while (kept < weights.length && keptMass < mass);
        return pick(weights, kept, keptMass);
    }

    /** The index of one of the first weights, whose sum is given. */
    private int pick(float[] weights, int count, double mass) {
        double remaining = random.nextDouble() * mass;
        int last = -1;
        for (int i = 0; i < count; i++) {
            if (weights[i] > 0) {
                last = i;
                remaining -= weights[i];
                if (remaining < 0) {
                    return i;
                }
            }
        }
        // Rounding may leave a crumb of the mass behind the last weight.
        return last;
    }
}
