package io.azulejo.triton.served;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import io.azulejo.api.model.GenerationParameter;
import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.triton.client.ModelMetadata;

/**
 * The inputs that say how tokens are chosen: the same on TensorRT-LLM's models but for their names.
 *
 * @param names the input of each parameter
 */
record SamplingInputs(Map<GenerationParameter, String> names) {

    /** The parameters that a model has an input for, and the stop strings, which are kept here too. */
    Set<GenerationParameter> of(ModelMetadata metadata) {
        Set<GenerationParameter> parameters = EnumSet.of(GenerationParameter.STOP);
        names.forEach((parameter, input) -> {
            if (metadata.input(input).isPresent()) {
                parameters.add(parameter);
            }
        });
        return parameters;
    }

    void fill(Inputs inputs, Question question) {
        SamplingParameters sampling = question.sampling();
        inputs.whole(name(GenerationParameter.MAX_TOKENS), question.maxTokens());
        if (question.greedy()) {
            // The likeliest one: a temperature of 0 is not taken everywhere.
            inputs.whole(name(GenerationParameter.TOP_K), 1);
        } else {
            inputs.number(name(GenerationParameter.TEMPERATURE), sampling.temperature())
                    .whole(name(GenerationParameter.TOP_K), sampling.topK())
                    .number(name(GenerationParameter.TOP_P), sampling.topP())
                    .whole(name(GenerationParameter.SEED), sampling.seed());
        }
        number(inputs, GenerationParameter.REPETITION_PENALTY, sampling.repetitionPenalty(), 1);
        number(inputs, GenerationParameter.PRESENCE_PENALTY, sampling.presencePenalty(), 0);
        number(inputs, GenerationParameter.FREQUENCY_PENALTY, sampling.frequencyPenalty(), 0);
    }

    private void number(Inputs inputs, GenerationParameter parameter, double value, double usual) {
        if (value != usual) {
            inputs.number(name(parameter), value);
        }
    }

    private String name(GenerationParameter parameter) {
        return names.getOrDefault(parameter, "");
    }
}
