package io.azulejo.triton.client;

import java.util.Map;

/**
 * How a server runs a model, as far as callers care.
 *
 * @param name its name
 * @param backend what runs it, such as {@code tensorrtllm}, {@code python} or {@code vllm}
 * @param maxBatchSize the largest batch; 0 where shapes have no batch dimension
 * @param decoupled whether a request may have any number of responses, so that it must be asked by
 *        {@link TritonClient#stream}
 * @param parameters the configuration's own parameters
 */
public record ModelConfiguration(String name, String backend, int maxBatchSize, boolean decoupled,
        Map<String, String> parameters) {

    public ModelConfiguration {
        parameters = Map.copyOf(parameters);
    }
}
