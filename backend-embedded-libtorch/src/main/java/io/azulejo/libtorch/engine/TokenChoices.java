package io.azulejo.libtorch.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.sampling.SampledToken;

/** The next tokens of a step's sequences, chosen several at a time: each depends on its own row and sampler only. */
final class TokenChoices {

    private final @Nullable SampledToken[] tokens;
    private final @Nullable RuntimeException[] problems;

    /** Chooses a token for each sequence from the row of the same number. */
    TokenChoices(List<Sequence> sequences, ModelRunner.Logits logits) {
        tokens = new @Nullable SampledToken[sequences.size()];
        problems = new @Nullable RuntimeException[sequences.size()];
        logits.forEach((row, values) -> {
            try {
                tokens[row] = sequences.get(row).answer().sample(values);
            } catch (RuntimeException e) {
                // One that cannot go on does not keep the others from it.
                problems[row] = e;
            }
        });
    }

    /** @throws RuntimeException what kept this sequence's from being chosen */
    SampledToken get(int row) {
        SampledToken token = tokens[row];
        if (token != null) {
            return token;
        }
        RuntimeException problem = problems[row];
        throw problem == null ? new IllegalStateException("The model gave no row " + row) : problem;
    }
}
