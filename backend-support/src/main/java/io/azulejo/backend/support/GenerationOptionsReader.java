package io.azulejo.backend.support;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelCapabilities;

/** Checks the options of a request and fills in the model's defaults. */
public final class GenerationOptionsReader {

    public static final int MAX_TOP_LOGPROBS = 20;

    private static final int MAX_STOPS = 16;
    private static final int MAX_STOP_LENGTH = 1000;

    private final ModelCapabilities capabilities;
    private final GenerationDefaults defaults;
    private final int vocabularySize;

    /**
     * @param capabilities of the model; a parameter that they do not name is refused
     * @param defaults what holds where a request does not say
     * @param vocabularySize the model's tokens are the ids below
     */
    public GenerationOptionsReader(ModelCapabilities capabilities, GenerationDefaults defaults, int vocabularySize) {
        this.capabilities = capabilities;
        this.defaults = defaults;
        this.vocabularySize = vocabularySize;
    }

    /**
     * Refuses what was asked for and the model cannot do; to be called before options are read.
     *
     * @throws UnsupportedRequestException with the parameter's name on the wire
     */
    public void refuseUnsupported(GenerationOptions options) {
        refuse(GenerationParameter.MAX_TOKENS, options.maxTokens());
        refuse(GenerationParameter.TEMPERATURE, options.temperature());
        refuse(GenerationParameter.TOP_P, options.topP());
        refuse(GenerationParameter.TOP_K, options.topK());
        refuse(GenerationParameter.MIN_P, options.minP());
        refuse(GenerationParameter.REPETITION_PENALTY, options.repetitionPenalty());
        refuse(GenerationParameter.PRESENCE_PENALTY, options.presencePenalty());
        refuse(GenerationParameter.FREQUENCY_PENALTY, options.frequencyPenalty());
        refuse(GenerationParameter.SEED, options.seed());
        refuse(GenerationParameter.STOP, emptyAsNull(options.stopSequences()));
        refuse(GenerationParameter.TOP_LOGPROBS, options.topLogprobs());
        refuse(GenerationParameter.LOGPROBS, Boolean.TRUE.equals(options.logprobs()) ? true : null);
        refuse(GenerationParameter.LOGIT_BIAS, options.logitBias());
        refuse(GenerationParameter.MAX_TILES, options.maxTiles());
        refuse(GenerationParameter.RESPONSE_FORMAT, options.responseFormat());
    }

    private void refuse(GenerationParameter parameter, @Nullable Object value) {
        if (value != null && !capabilities.parameters().contains(parameter)) {
            throw new UnsupportedRequestException("This model does not take " + parameter.wireName() + ".",
                    parameter.wireName());
        }
    }

    private static @Nullable List<String> emptyAsNull(@Nullable List<String> stops) {
        return stops == null || stops.isEmpty() ? null : stops;
    }

    public SamplingParameters sampling(GenerationOptions options) {
        double temperature = number(GenerationParameter.TEMPERATURE, options.temperature(), 0, 2,
                defaults.temperature());
        // -1 is how clients of other engines switch top-k off.
        int topK = whole(GenerationParameter.TOP_K, options.topK(), -1, Integer.MAX_VALUE, defaults.topK());
        double topP = number(GenerationParameter.TOP_P, options.topP(), 0, 1, defaults.topP());
        double repetition = number(GenerationParameter.REPETITION_PENALTY, options.repetitionPenalty(), 0, 10,
                defaults.repetitionPenalty());
        if (repetition == 0) {
            throw invalid(GenerationParameter.REPETITION_PENALTY, "must be greater than 0, not 0.0");
        }
        return new SamplingParameters(temperature, Math.max(0, topK), topP,
                number(GenerationParameter.MIN_P, options.minP(), 0, 1, defaults.minP()), repetition,
                number(GenerationParameter.PRESENCE_PENALTY, options.presencePenalty(), -2, 2, 0),
                number(GenerationParameter.FREQUENCY_PENALTY, options.frequencyPenalty(), -2, 2, 0),
                logitBias(options.logitBias()),
                options.seed() == null ? ThreadLocalRandom.current().nextLong() : options.seed(), logprobs(options));
    }

    /** @param room tokens that the context leaves to the answer */
    public int maxTokens(GenerationOptions options, int room) {
        int otherwise = defaults.maxTokens() == null ? room : defaults.maxTokens();
        return Math.min(room, whole(GenerationParameter.MAX_TOKENS, options.maxTokens(), 1, Integer.MAX_VALUE,
                otherwise));
    }

    public int maxTiles(GenerationOptions options, int most, int otherwise) {
        return whole(GenerationParameter.MAX_TILES, options.maxTiles(), 1, most, otherwise);
    }

    public Terms terms(GenerationOptions options) {
        Duration timeout = options.timeout();
        if (timeout != null && !timeout.isPositive()) {
            throw new InvalidRequestException("timeout must be a positive time, not " + timeout + ".", "timeout",
                    InvalidRequestException.INVALID_VALUE);
        }
        return new Terms(options.user() == null ? "" : options.user(),
                options.priority() == null ? 0 : options.priority(), timeout);
    }

    public List<String> stopSequences(GenerationOptions options) {
        List<String> stops = options.stopSequences() == null ? List.of() : options.stopSequences();
        if (stops.size() > MAX_STOPS) {
            throw invalid(GenerationParameter.STOP, "may have at most " + MAX_STOPS + " strings, not " + stops.size());
        }
        for (String stop : stops) {
            if (stop.isEmpty() || stop.length() > MAX_STOP_LENGTH) {
                throw invalid(GenerationParameter.STOP,
                        "must be strings of 1 to " + MAX_STOP_LENGTH + " characters, not of " + stop.length());
            }
        }
        return stops;
    }

    private int logprobs(GenerationOptions options) {
        boolean told = Boolean.TRUE.equals(options.logprobs());
        int top = whole(GenerationParameter.TOP_LOGPROBS, options.topLogprobs(), 0,
                capabilities.maxTopLogprobs(), 0);
        if (!told && top > 0) {
            throw invalid(GenerationParameter.TOP_LOGPROBS, "needs logprobs to be true");
        }
        return told ? top : SamplingParameters.NO_LOGPROBS;
    }

    private Map<Integer, Double> logitBias(@Nullable Map<Integer, Double> bias) {
        if (bias == null) {
            return Map.of();
        }
        bias.forEach((id, value) -> {
            if (id < 0 || id >= vocabularySize) {
                throw invalid(GenerationParameter.LOGIT_BIAS,
                        "names token " + id + "; the model's tokens are 0 to " + (vocabularySize - 1));
            }
            if (!(Math.abs(value) <= 100)) {
                throw invalid(GenerationParameter.LOGIT_BIAS, "must be from -100 to 100, not " + value);
            }
        });
        return bias;
    }

    private static int whole(GenerationParameter parameter, @Nullable Integer value, int min, int max,
            int otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (value < min || value > max) {
            throw invalid(parameter, max == Integer.MAX_VALUE
                    ? "must be at least " + min + ", not " + value
                    : "must be from " + min + " to " + max + ", not " + value);
        }
        return value;
    }

    private static double number(GenerationParameter parameter, @Nullable Double value, double min, double max,
            double otherwise) {
        if (value == null) {
            return otherwise;
        }
        // Written so that it holds for NaN too.
        if (!(value >= min && value <= max)) {
            throw invalid(parameter, "must be from " + min + " to " + max + ", not " + value);
        }
        return value;
    }

    private static InvalidRequestException invalid(GenerationParameter parameter, String problem) {
        return new InvalidRequestException(parameter.wireName() + " " + problem + ".", parameter.wireName(),
                InvalidRequestException.INVALID_VALUE);
    }
}
