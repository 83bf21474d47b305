package io.azulejo.triton.served;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.processor.EncodedPrompt;

/**
 * A prompt that has been checked, and how it is to be answered.
 *
 * @param id what the server calls the request
 * @param prompt the prompt's tokens and pictures
 * @param text writes the prompt as text, with a placeholder for each picture, for who sends it so
 * @param sampling how tokens are chosen
 * @param stops texts that end the answer and are not shown
 * @param maxTokens the most tokens of the answer
 * @param headers sent with the call, such as the trace it belongs to
 * @param timeout how long the answer may take, or null where it may take its time
 */
public record Question(String id, EncodedPrompt prompt, Supplier<String> text, SamplingParameters sampling,
        List<String> stops,
        int maxTokens, Map<String, String> headers, @Nullable Duration timeout) {

    public Question {
        stops = List.copyOf(stops);
        headers = Map.copyOf(headers);
    }

    /** Whether the likeliest token is taken each time. */
    public boolean greedy() {
        return sampling.temperature() == 0;
    }

    /** Whether log-probabilities are wanted. */
    public boolean logprobs() {
        return sampling.logprobs() != SamplingParameters.NO_LOGPROBS;
    }
}
