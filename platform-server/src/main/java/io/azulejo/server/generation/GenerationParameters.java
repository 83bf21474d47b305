package io.azulejo.server.generation;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.server.security.Person;

/** How an answer is to be made, by the names that OpenAI-like APIs use. What is absent takes the model's default. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record GenerationParameters(@Nullable Integer maxTokens, @Nullable Double temperature, @Nullable Double topP,
        @Nullable Integer topK, @Nullable Double minP, @Nullable Double repetitionPenalty,
        @Nullable Double presencePenalty, @Nullable Double frequencyPenalty, @Nullable Long seed,
        @Nullable List<String> stop, @Nullable Map<Integer, Double> logitBias, @Nullable Integer maxTiles,
        @Nullable AnswerFormat responseFormat) {

    static final GenerationParameters NONE = new GenerationParameters(null, null, null, null, null, null, null, null,
            null, null, null, null, null);

    GenerationParameters withoutSeed() {
        return new GenerationParameters(maxTokens, temperature, topP, topK, minP, repetitionPenalty, presencePenalty,
                frequencyPenalty, null, stop, logitBias, maxTiles, responseFormat);
    }

    /** @param person for whom the answer is: who waits for room is served in fair turns */
    GenerationOptions toOptions(String model, Person person) {
        return toOptions(model).mutate().user(person.id().toString()).build();
    }

    GenerationOptions toOptions(String model) {
        return GenerationOptions.builder().model(model).maxTokens(maxTokens).temperature(temperature).topP(topP)
                .topK(topK).minP(minP).repetitionPenalty(repetitionPenalty).presencePenalty(presencePenalty)
                .frequencyPenalty(frequencyPenalty).seed(seed).stopSequences(stop).logitBias(logitBias)
                .maxTiles(maxTiles)
                .responseFormat(responseFormat == null ? null : responseFormat.toResponseFormat()).build();
    }
}
