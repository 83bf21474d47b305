package io.azulejo.api.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.DefaultChatOptionsBuilder;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;

/**
 * How one answer is made: Spring AI's options and those it has no place for. A component that is null takes the
 * model's default. Ranges are checked by the backend, with the parameter's name on the wire.
 *
 * @param model the model's id
 * @param maxTokens the most tokens of the answer
 * @param temperature 0 is greedy
 * @param topP keeps the likeliest tokens whose probabilities reach this sum
 * @param topK keeps this many of the likeliest tokens
 * @param minP keeps tokens at least this share as likely as the likeliest
 * @param repetitionPenalty divides positive (multiplies negative) logits of tokens seen in prompt or answer
 * @param presencePenalty taken from the logits of tokens in the answer, once
 * @param frequencyPenalty taken from the logits of tokens in the answer, for each time
 * @param seed same seed, same answer
 * @param stopSequences texts that end the answer and are not shown
 * @param logprobs whether each token's log-probability is told
 * @param topLogprobs how many alternatives are told for each token
 * @param logitBias added to logits, by token id
 * @param maxTiles the most tiles a picture is cut into
 * @param responseFormat the form that the answer is held to; null where it is free
 * @param toolCallbacks the tools that the model may call; whoever asks runs them
 * @param toolContext what Spring AI hands to the tools; the model does not see it
 * @param toolChoice whether it calls them; null for its own choice
 * @param parallelToolCalls false for at most one call in an answer
 * @param user for whom the answer is: a backend that is short of room serves users in fair turns. It may ignore this,
 *        and the two that follow
 * @param priority requests of a higher one are served first; 0 is usual
 * @param timeout how long the answer may take, waiting included; it ends then with what there is, or with an error where
 *        it has not begun
 */
public record GenerationOptions(@Nullable String model, @Nullable Integer maxTokens, @Nullable Double temperature,
        @Nullable Double topP, @Nullable Integer topK, @Nullable Double minP, @Nullable Double repetitionPenalty,
        @Nullable Double presencePenalty, @Nullable Double frequencyPenalty, @Nullable Long seed,
        @Nullable List<String> stopSequences, @Nullable Boolean logprobs, @Nullable Integer topLogprobs,
        @Nullable Map<Integer, Double> logitBias, @Nullable Integer maxTiles,
        @Nullable ResponseFormat responseFormat, List<ToolCallback> toolCallbacks, Map<String, Object> toolContext,
        @Nullable ToolChoice toolChoice, @Nullable Boolean parallelToolCalls, @Nullable String user,
        @Nullable Integer priority, @Nullable Duration timeout)
        implements
            StructuredOutputChatOptions,
            ToolCallingChatOptions {

    public GenerationOptions {
        stopSequences = stopSequences == null ? null : List.copyOf(stopSequences);
        logitBias = logitBias == null ? null : Map.copyOf(logitBias);
        toolCallbacks = List.copyOf(toolCallbacks);
        toolContext = Map.copyOf(toolContext);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** These options, or as much of any other kind of options as Spring AI's interface tells. */
    public static GenerationOptions from(@Nullable ChatOptions options) {
        return switch (options) {
            case null -> builder().build();
            case GenerationOptions ours -> ours;
            default -> builder().model(options.getModel()).maxTokens(options.getMaxTokens())
                    .temperature(options.getTemperature()).topP(options.getTopP()).topK(options.getTopK())
                    .presencePenalty(options.getPresencePenalty()).frequencyPenalty(options.getFrequencyPenalty())
                    .stopSequences(options.getStopSequences())
                    .outputSchema(options instanceof StructuredOutputChatOptions structured
                            ? structured.getOutputSchema()
                            : null)
                    .toolCallbacks(options instanceof ToolCallingChatOptions calling
                            ? calling.getToolCallbacks()
                            : List.of())
                    .toolContext(options instanceof ToolCallingChatOptions calling
                            ? calling.getToolContext()
                            : Map.of())
                    .build();
        };
    }

    @Override
    public @Nullable String getModel() {
        return model;
    }

    @Override
    public @Nullable Double getFrequencyPenalty() {
        return frequencyPenalty;
    }

    @Override
    public @Nullable Integer getMaxTokens() {
        return maxTokens;
    }

    @Override
    public @Nullable Double getPresencePenalty() {
        return presencePenalty;
    }

    @Override
    public @Nullable List<String> getStopSequences() {
        return stopSequences;
    }

    @Override
    public @Nullable Double getTemperature() {
        return temperature;
    }

    @Override
    public @Nullable Integer getTopK() {
        return topK;
    }

    @Override
    public @Nullable Double getTopP() {
        return topP;
    }

    @Override
    public @Nullable String getOutputSchema() {
        return responseFormat instanceof ResponseFormat.JsonSchema json ? json.schema() : null;
    }

    @Override
    public List<ToolCallback> getToolCallbacks() {
        return toolCallbacks;
    }

    @Override
    public Map<String, Object> getToolContext() {
        return toolContext;
    }

    /** The tools that the model is told of: none where it is to call none. */
    public List<ToolCallback> tools() {
        return toolChoice instanceof ToolChoice.None ? List.of() : toolCallbacks;
    }

    @Override
    public Builder mutate() {
        return builder().model(model).maxTokens(maxTokens).temperature(temperature).topP(topP).topK(topK).minP(minP)
                .repetitionPenalty(repetitionPenalty).presencePenalty(presencePenalty)
                .frequencyPenalty(frequencyPenalty).seed(seed).stopSequences(stopSequences).logprobs(logprobs)
                .topLogprobs(topLogprobs).logitBias(logitBias).maxTiles(maxTiles)
                .responseFormat(responseFormat).toolCallbacks(toolCallbacks).toolContext(toolContext)
                .toolChoice(toolChoice).parallelToolCalls(parallelToolCalls).user(user).priority(priority)
                .timeout(timeout);
    }

    /** What was asked for, by parameter; what is null, or false, was not. */
    public Map<GenerationParameter, Object> asked() {
        Map<GenerationParameter, Object> asked = new EnumMap<>(GenerationParameter.class);
        for (GenerationParameter parameter : GenerationParameter.values()) {
            Object value = value(parameter);
            if (value != null && !Boolean.FALSE.equals(value)) {
                asked.put(parameter, value);
            }
        }
        return asked;
    }

    private @Nullable Object value(GenerationParameter parameter) {
        return switch (parameter) {
            case MAX_TOKENS -> maxTokens;
            case TEMPERATURE -> temperature;
            case TOP_P -> topP;
            case TOP_K -> topK;
            case MIN_P -> minP;
            case REPETITION_PENALTY -> repetitionPenalty;
            case PRESENCE_PENALTY -> presencePenalty;
            case FREQUENCY_PENALTY -> frequencyPenalty;
            case SEED -> seed;
            case STOP -> stopSequences;
            case LOGPROBS -> logprobs;
            case TOP_LOGPROBS -> topLogprobs;
            case LOGIT_BIAS -> logitBias;
            case MAX_TILES -> maxTiles;
            case RESPONSE_FORMAT -> responseFormat;
            case TOOL_CHOICE -> toolChoice != null && toolChoice.isForced() ? toolChoice : null;
        };
    }

    /** Builds {@link GenerationOptions}. */
    public static final class Builder extends DefaultChatOptionsBuilder<Builder>
            implements
                StructuredOutputChatOptions.Builder<Builder>,
                ToolCallingChatOptions.Builder<Builder> {

        private @Nullable Double minP;
        private @Nullable Double repetitionPenalty;
        private @Nullable Long seed;
        private @Nullable Boolean logprobs;
        private @Nullable Integer topLogprobs;
        private @Nullable Map<Integer, Double> logitBias;
        private @Nullable Integer maxTiles;
        private @Nullable ResponseFormat responseFormat;
        private List<ToolCallback> toolCallbacks = List.of();
        private Map<String, Object> toolContext = Map.of();
        private @Nullable ToolChoice toolChoice;
        private @Nullable Boolean parallelToolCalls;
        private @Nullable String user;
        private @Nullable Integer priority;
        private @Nullable Duration timeout;

        private Builder() {}

        public Builder minP(@Nullable Double value) {
            this.minP = value;
            return this;
        }

        public Builder repetitionPenalty(@Nullable Double value) {
            this.repetitionPenalty = value;
            return this;
        }

        public Builder seed(@Nullable Long value) {
            this.seed = value;
            return this;
        }

        public Builder logprobs(@Nullable Boolean value) {
            this.logprobs = value;
            return this;
        }

        public Builder topLogprobs(@Nullable Integer value) {
            this.topLogprobs = value;
            return this;
        }

        public Builder logitBias(@Nullable Map<Integer, Double> value) {
            this.logitBias = value;
            return this;
        }

        public Builder maxTiles(@Nullable Integer value) {
            this.maxTiles = value;
            return this;
        }

        public Builder responseFormat(@Nullable ResponseFormat value) {
            this.responseFormat = value;
            return this;
        }

        /** The schema of {@link ResponseFormat.JsonSchema} as Spring AI's structured output gives it. */
        @Override
        public Builder outputSchema(@Nullable String schema) {
            return responseFormat(schema == null ? null : new ResponseFormat.JsonSchema(null, schema));
        }

        /** In place of those so far. */
        @Override
        public Builder toolCallbacks(@Nullable List<ToolCallback> callbacks) {
            this.toolCallbacks = callbacks == null ? List.of() : List.copyOf(callbacks);
            return this;
        }

        /** Beside those so far. */
        @Override
        public Builder toolCallbacks(ToolCallback... callbacks) {
            List<ToolCallback> all = new ArrayList<>(toolCallbacks);
            all.addAll(Arrays.asList(callbacks));
            return toolCallbacks(all);
        }

        @Override
        public Builder toolContext(@Nullable Map<String, Object> context) {
            this.toolContext = context == null ? Map.of() : Map.copyOf(context);
            return this;
        }

        @Override
        public Builder toolContext(String key, Object value) {
            Map<String, Object> all = new HashMap<>(toolContext);
            all.put(key, value);
            return toolContext(all);
        }

        public Builder toolChoice(@Nullable ToolChoice value) {
            this.toolChoice = value;
            return this;
        }

        public Builder parallelToolCalls(@Nullable Boolean value) {
            this.parallelToolCalls = value;
            return this;
        }

        public Builder user(@Nullable String value) {
            this.user = value;
            return this;
        }

        public Builder priority(@Nullable Integer value) {
            this.priority = value;
            return this;
        }

        public Builder timeout(@Nullable Duration value) {
            this.timeout = value;
            return this;
        }

        @Override
        public Builder combineWith(ChatOptions.Builder<?> other) {
            super.combineWith(other);
            if (other instanceof Builder that) {
                minP = that.minP == null ? minP : that.minP;
                repetitionPenalty = that.repetitionPenalty == null ? repetitionPenalty : that.repetitionPenalty;
                seed = that.seed == null ? seed : that.seed;
                logprobs = that.logprobs == null ? logprobs : that.logprobs;
                topLogprobs = that.topLogprobs == null ? topLogprobs : that.topLogprobs;
                logitBias = that.logitBias == null ? logitBias : that.logitBias;
                maxTiles = that.maxTiles == null ? maxTiles : that.maxTiles;
                responseFormat = that.responseFormat == null ? responseFormat : that.responseFormat;
                toolChoice = that.toolChoice == null ? toolChoice : that.toolChoice;
                parallelToolCalls = that.parallelToolCalls == null ? parallelToolCalls : that.parallelToolCalls;
                user = that.user == null ? user : that.user;
                priority = that.priority == null ? priority : that.priority;
                timeout = that.timeout == null ? timeout : that.timeout;
            }
            if (other.build() instanceof ToolCallingChatOptions calling) {
                List<ToolCallback> more = calling.getToolCallbacks();
                toolCallbacks(more == null ? new ToolCallback[0] : more.toArray(ToolCallback[]::new));
                Map<String, Object> context = calling.getToolContext();
                if (context != null) {
                    context.forEach(this::toolContext);
                }
            }
            return this;
        }

        @Override
        public GenerationOptions build() {
            return new GenerationOptions(model, maxTokens, temperature, topP, topK, minP, repetitionPenalty,
                    presencePenalty, frequencyPenalty, seed, stopSequences, logprobs, topLogprobs, logitBias, maxTiles,
                    responseFormat, toolCallbacks, toolContext, toolChoice, parallelToolCalls, user, priority, timeout);
        }
    }
}
