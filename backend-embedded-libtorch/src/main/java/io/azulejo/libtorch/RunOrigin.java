package io.azulejo.libtorch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.azulejo.api.model.AnswerRun;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.backend.support.CheckpointDigests;
import io.azulejo.backend.support.SamplingParameters;

/**
 * What all answers of a loaded model are made by.
 *
 * @param processor what makes tokens and pixels of prompts, with its settings
 */
record RunOrigin(CheckpointDigests digests, String processor) {

    AnswerRun of(int[] prompt, SamplingParameters sampling, int maxTokens, List<String> stops,
            GenerationOptions asked) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put(GenerationParameter.TEMPERATURE.wireName(), sampling.temperature());
        parameters.put(GenerationParameter.TOP_P.wireName(), sampling.topP());
        parameters.put(GenerationParameter.TOP_K.wireName(), sampling.topK());
        parameters.put(GenerationParameter.MIN_P.wireName(), sampling.minP());
        parameters.put(GenerationParameter.REPETITION_PENALTY.wireName(), sampling.repetitionPenalty());
        parameters.put(GenerationParameter.PRESENCE_PENALTY.wireName(), sampling.presencePenalty());
        parameters.put(GenerationParameter.FREQUENCY_PENALTY.wireName(), sampling.frequencyPenalty());
        parameters.put(GenerationParameter.MAX_TOKENS.wireName(), maxTokens);
        if (!stops.isEmpty()) {
            parameters.put(GenerationParameter.STOP.wireName(), stops);
        }
        if (!sampling.logitBias().isEmpty()) {
            parameters.put(GenerationParameter.LOGIT_BIAS.wireName(), sampling.logitBias());
        }
        if (asked.maxTiles() != null) {
            parameters.put(GenerationParameter.MAX_TILES.wireName(), asked.maxTiles());
        }
        return new AnswerRun(digests.checkpoint(), digests.tokenizer(), processor, CheckpointDigests.ofTokens(prompt),
                parameters, sampling.seed());
    }
}
