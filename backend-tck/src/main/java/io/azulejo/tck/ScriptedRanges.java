package io.azulejo.tck;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelDescriptor;

/** The ranges of the parameters, as every backend checks them. */
final class ScriptedRanges {

    private ScriptedRanges() {}

    static void check(GenerationOptions options, ModelDescriptor model) {
        within(GenerationParameter.MAX_TOKENS, options.maxTokens(), 1, Integer.MAX_VALUE);
        within(GenerationParameter.TEMPERATURE, options.temperature(), 0, 2);
        within(GenerationParameter.TOP_P, options.topP(), Double.MIN_VALUE, 1);
        within(GenerationParameter.TOP_K, options.topK(), 0, Integer.MAX_VALUE);
        within(GenerationParameter.MIN_P, options.minP(), 0, 1);
        within(GenerationParameter.REPETITION_PENALTY, options.repetitionPenalty(), Double.MIN_VALUE,
                Double.MAX_VALUE);
        within(GenerationParameter.PRESENCE_PENALTY, options.presencePenalty(), -2, 2);
        within(GenerationParameter.FREQUENCY_PENALTY, options.frequencyPenalty(), -2, 2);
        within(GenerationParameter.TOP_LOGPROBS, options.topLogprobs(), 0, model.capabilities().maxTopLogprobs());
        within(GenerationParameter.MAX_TILES, options.maxTiles(), 1, Math.max(1, model.capabilities().maxTiles()));
    }

    private static void within(GenerationParameter parameter, @Nullable Number value, double min, double max) {
        if (value != null && !(value.doubleValue() >= min && value.doubleValue() <= max)) {
            throw new InvalidRequestException("'%s' is %s, which is out of range.".formatted(parameter.wireName(),
                    value), parameter.wireName(), InvalidRequestException.INVALID_VALUE);
        }
    }
}
