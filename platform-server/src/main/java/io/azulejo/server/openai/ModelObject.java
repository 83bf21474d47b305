package io.azulejo.server.openai;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A model, as {@code GET /v1/models} tells it.
 *
 * @param id the name by which requests pick it
 * @param object always {@code model}
 * @param created when it was loaded, in seconds since 1970
 * @param ownedBy the backend that serves it
 * @param maxModelLen the most tokens of a prompt and its answer together
 * @param architecture what it reads and writes
 */
record ModelObject(String id, String object, long created, @JsonProperty("owned_by") String ownedBy,
        @JsonProperty("max_model_len") int maxModelLen, Architecture architecture) {

    record Architecture(@JsonProperty("input_modalities") List<String> inputModalities,
            @JsonProperty("output_modalities") List<String> outputModalities) {}

    record Page(String object, List<ModelObject> data) {}
}
