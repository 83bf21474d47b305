package io.azulejo.backend.support;

import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.processor.CheckpointException;

/**
 * How a checkpoint's {@code generation_config.json} wants answers made where a request does not say; greedy where there
 * is none. As in the library that the file is made for, a checkpoint that does not sample has its other sampling values
 * ignored.
 *
 * @param temperature 0 where the checkpoint does not sample
 * @param topP 1 where it says nothing
 * @param topK 0 where it says nothing
 * @param minP 0 where it says nothing
 * @param repetitionPenalty 1 where it says nothing
 * @param maxTokens the most tokens of an answer, or null for what the context leaves room for
 */
public record GenerationDefaults(double temperature, double topP, int topK, double minP, double repetitionPenalty,
        @Nullable Integer maxTokens) {

    public static final GenerationDefaults GREEDY = new GenerationDefaults(0, 1, 0, 0, 1, null);

    public static GenerationDefaults read(Path checkpoint) {
        Path file = checkpoint.resolve("generation_config.json");
        if (!Files.exists(file)) {
            return GREEDY;
        }
        JsonNode config;
        try {
            config = JsonMapper.shared().readTree(file.toFile());
        } catch (JacksonException e) {
            throw new CheckpointException(file, "It is not JSON: " + e.getOriginalMessage(), e);
        }
        boolean samples = config.path("do_sample").asBoolean(false);
        JsonNode sampling = samples ? config : JsonMapper.shared().createObjectNode();
        JsonNode maxTokens = config.path("max_new_tokens");
        return new GenerationDefaults(samples ? sampling.path("temperature").asDouble(1) : 0,
                sampling.path("top_p").asDouble(1), sampling.path("top_k").asInt(0),
                sampling.path("min_p").asDouble(0), config.path("repetition_penalty").asDouble(1),
                maxTokens.isIntegralNumber() && maxTokens.intValue() > 0 ? maxTokens.intValue() : null);
    }
}
