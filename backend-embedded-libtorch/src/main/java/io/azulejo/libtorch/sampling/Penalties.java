package io.azulejo.libtorch.sampling;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

import io.azulejo.backend.support.SamplingParameters;

/** Logit bias and the penalties for tokens that came before: of one sequence, whose tokens it counts. */
final class Penalties {

    private final SamplingParameters parameters;
    private final BitSet seen = new BitSet();
    private final Map<Integer, Integer> answerCounts = new HashMap<>();

    Penalties(SamplingParameters parameters, int[] prompt) {
        this.parameters = parameters;
        if (parameters.repetitionPenalty() != 1) {
            for (int id : prompt) {
                seen.set(id);
            }
        }
    }

    /** Counts a token of the answer. */
    void accept(int id) {
        if (parameters.hasPenalties()) {
            seen.set(id);
            answerCounts.merge(id, 1, Integer::sum);
        }
    }

    /** Changes the logits in place: bias, then repetition, then presence and frequency. */
    void apply(float[] logits) {
        parameters.logitBias().forEach((id, bias) -> logits[id] += bias.floatValue());
        float repetition = (float) parameters.repetitionPenalty();
        if (repetition != 1) {
            for (int id = seen.nextSetBit(0); id >= 0 && id < logits.length; id = seen.nextSetBit(id + 1)) {
                logits[id] = logits[id] > 0 ? logits[id] / repetition : logits[id] * repetition;
            }
        }
        if (parameters.presencePenalty() != 0 || parameters.frequencyPenalty() != 0) {
            answerCounts.forEach((id, count) -> logits[id] -= (float) (parameters.presencePenalty()
                    + parameters.frequencyPenalty() * count));
        }
    }
}
