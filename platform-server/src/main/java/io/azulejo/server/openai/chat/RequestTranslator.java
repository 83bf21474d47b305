package io.azulejo.server.openai.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.Prompt;
import tools.jackson.databind.JsonNode;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.server.openai.OpenAiException;
import io.azulejo.server.security.Person;

/**
 * From a request of the wire to a prompt. Refuses what would be ignored. Ranges of sampling parameters are checked by
 * the backend that takes them.
 */
final class RequestTranslator {

    private static final int MOST_STOPS = 16;
    private static final int MOST_CHOICES = 16;
    private static final double MOST_BIAS = 100;

    private RequestTranslator() {}

    /**
     * @param defaultModel the model where the request names none
     * @param person who sends it
     */
    static ChatCompletionCall translate(ChatCompletionRequest request, Supplier<String> defaultModel, Person person) {
        OtherParameters.check(request.others());
        String model = request.model() == null ? defaultModel.get() : request.model();
        boolean stream = Boolean.TRUE.equals(request.stream());
        boolean includeUsage = includeUsage(request.streamOptions(), stream);
        requireLogprobs(request.logprobs(), request.topLogprobs());
        GenerationOptions options = GenerationOptions.builder().model(model).maxTokens(maxTokens(request))
                .temperature(request.temperature()).topP(request.topP()).topK(request.topK()).minP(request.minP())
                .repetitionPenalty(request.repetitionPenalty()).presencePenalty(request.presencePenalty())
                .frequencyPenalty(request.frequencyPenalty()).seed(request.seed()).stopSequences(stops(request.stop()))
                .logprobs(request.logprobs()).topLogprobs(request.topLogprobs())
                .logitBias(logitBias(request.logitBias())).maxTiles(maxTiles(request.processorArguments()))
                .responseFormat(ResponseFormats.translate(request.responseFormat()))
                .toolCallbacks(ToolTranslator.tools(request.tools()))
                .toolChoice(ToolTranslator.choice(request.toolChoice(), request.tools()))
                .parallelToolCalls(ToolTranslator.parallel(request))
                .user(person.turn(user(request.others().get("user")))).build();
        return new ChatCompletionCall(new Prompt(MessageTranslator.translate(request.messages()), options),
                choices(request.n()), model, stream, includeUsage);
    }

    /** For fair turns only, so whatever is no text is as good as none. */
    private static @Nullable String user(@Nullable JsonNode user) {
        return user != null && user.isString() ? user.stringValue() : null;
    }

    private static boolean includeUsage(ChatCompletionRequest.@Nullable StreamOptions options, boolean stream) {
        if (options == null) {
            return false;
        }
        if (!stream) {
            throw OpenAiException.invalid("stream_options",
                    "'stream_options' is only allowed where 'stream' is true.");
        }
        Map<String, JsonNode> others = new HashMap<>(options.others());
        // Padding against eavesdroppers on the network; this server adds none.
        others.remove("include_obfuscation");
        others.values().removeIf(value -> value.isBoolean() && !value.booleanValue());
        OtherParameters.checkInside("stream_options", others);
        return Boolean.TRUE.equals(options.includeUsage());
    }

    private static int choices(@Nullable Integer n) {
        if (n != null && (n < 1 || n > MOST_CHOICES)) {
            throw OpenAiException.invalid("n", "'n' is " + n + "; it must be 1 to " + MOST_CHOICES + ".");
        }
        return n == null ? 1 : n;
    }

    private static void requireLogprobs(@Nullable Boolean logprobs, @Nullable Integer top) {
        if (top != null && !Boolean.TRUE.equals(logprobs)) {
            throw OpenAiException.invalid("top_logprobs", "'top_logprobs' needs 'logprobs' to be true.");
        }
    }

    private static @Nullable Integer maxTokens(ChatCompletionRequest request) {
        Integer newer = request.maxCompletionTokens();
        Integer older = request.maxTokens();
        requirePositive("max_completion_tokens", newer);
        requirePositive("max_tokens", older);
        if (newer != null && older != null && !newer.equals(older)) {
            throw OpenAiException.invalid("max_tokens", "'max_tokens' is " + older
                    + " and 'max_completion_tokens' is " + newer + ", two names of one thing; give one of them.");
        }
        return newer != null ? newer : older;
    }

    private static void requirePositive(String field, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw OpenAiException.invalid(field, "'" + field + "' is " + value + "; it must be at least 1.");
        }
    }

    private static @Nullable List<String> stops(@Nullable JsonNode stop) {
        if (stop == null || stop.isNull()) {
            return null;
        }
        List<String> stops = new ArrayList<>();
        for (JsonNode text : stop.isArray() ? stop.values() : List.of(stop)) {
            if (!text.isString()) {
                throw OpenAiException.wrongType("stop", "must be a string or an array of strings.");
            }
            if (text.stringValue().isEmpty()) {
                throw OpenAiException.invalid("stop", "'stop' has an empty string, which would end every answer.");
            }
            stops.add(text.stringValue());
        }
        if (stops.size() > MOST_STOPS) {
            throw OpenAiException.invalid("stop",
                    "'stop' has " + stops.size() + " strings; at most " + MOST_STOPS + " are taken.");
        }
        return stops.isEmpty() ? null : stops;
    }

    private static @Nullable Map<Integer, Double> logitBias(@Nullable Map<String, Double> biases) {
        if (biases == null || biases.isEmpty()) {
            return null;
        }
        Map<Integer, Double> byId = new HashMap<>();
        biases.forEach((token, bias) -> {
            if (!token.matches("\\d{1,9}")) {
                throw OpenAiException.invalid("logit_bias", "'logit_bias' has the key '" + token
                        + "'; keys must be token ids.");
            }
            if (bias == null || !(Math.abs(bias) <= MOST_BIAS)) {
                throw OpenAiException.invalid("logit_bias", "'logit_bias' of token " + token + " is " + bias
                        + "; it must be between -100 and 100.");
            }
            byId.put(Integer.valueOf(token), bias);
        });
        return byId;
    }

    private static @Nullable Integer maxTiles(ChatCompletionRequest.@Nullable ProcessorArguments arguments) {
        if (arguments == null) {
            return null;
        }
        OtherParameters.checkInside("mm_processor_kwargs", arguments.others());
        return arguments.maxDynamicPatch();
    }
}
