package io.azulejo.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.azulejo.api.model.GenerationOptions;

/**
 * The parts of {@code spring.ai.azulejo} that have a fixed form. All other keys are the backend's.
 *
 * @param type the type of the backend, such as embedded-libtorch, openai or triton. Not needed where a base-url is set
 *        (openai), or where the class path has one type only
 * @param model settings of the model, which the type of the backend knows, such as path
 * @param dataDirectory where a backend may keep caches; .azulejo in the home directory if not set
 * @param chat how answers are made where a request does not say
 */
@ConfigurationProperties(AzulejoProperties.PREFIX)
public record AzulejoProperties(@Nullable String type, @DefaultValue Map<String, String> model,
        @Nullable Path dataDirectory, @DefaultValue Chat chat) {

    static final String PREFIX = "spring.ai.azulejo";

    public AzulejoProperties {
        model = Map.copyOf(model);
    }

    /**
     * How answers are made where a request does not say.
     *
     * @param model the model's name. Of a remote model its name on the server; else any, by default that of the
     *        checkpoint's directory
     * @param maxTokens the most tokens of an answer
     * @param temperature how freely tokens are drawn; 0 takes the likeliest
     * @param topP keeps the likeliest tokens whose probabilities reach this sum
     * @param topK keeps this many of the likeliest tokens
     * @param minP keeps tokens at least this share as likely as the likeliest
     * @param repetitionPenalty divides the logits of tokens seen in prompt or answer
     * @param presencePenalty taken from the logits of tokens in the answer, once
     * @param frequencyPenalty taken from the logits of tokens in the answer, for each time
     * @param seed same seed, same answer
     * @param stopSequences texts that end an answer and are not shown
     * @param maxTiles the most tiles a picture is cut into
     * @param timeout how long an answer may take, waiting included
     */
    public record Chat(@Nullable String model, @Nullable Integer maxTokens, @Nullable Double temperature,
            @Nullable Double topP, @Nullable Integer topK, @Nullable Double minP, @Nullable Double repetitionPenalty,
            @Nullable Double presencePenalty, @Nullable Double frequencyPenalty, @Nullable Long seed,
            @Nullable List<String> stopSequences, @Nullable Integer maxTiles, @Nullable Duration timeout) {

        GenerationOptions toOptions() {
            return GenerationOptions.builder().maxTokens(maxTokens).temperature(temperature).topP(topP).topK(topK)
                    .minP(minP).repetitionPenalty(repetitionPenalty).presencePenalty(presencePenalty)
                    .frequencyPenalty(frequencyPenalty).seed(seed).stopSequences(stopSequences).maxTiles(maxTiles)
                    .timeout(timeout).build();
        }
    }
}
