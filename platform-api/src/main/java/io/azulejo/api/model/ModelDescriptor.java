package io.azulejo.api.model;

import java.util.Map;

/**
 * What a model is.
 *
 * @param id the id that configuration gave it
 * @param family the architecture in words, such as {@code NVLM-D}
 * @param contextLength the most tokens of a prompt and its answer together
 * @param capabilities what it can do
 * @param details more for an operator, such as the device map; values are strings, numbers, booleans, lists and maps
 *        of these
 */
public record ModelDescriptor(String id, String family, int contextLength, ModelCapabilities capabilities,
        Map<String, Object> details) {

    public ModelDescriptor {
        details = Map.copyOf(details);
    }
}
