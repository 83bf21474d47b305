package io.azulejo.triton.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What a model is asked.
 *
 * @param model the model's name on the server
 * @param version its version, or empty for the one that the server chooses
 * @param id what the server calls the request
 * @param inputs the inputs
 * @param outputs names of the outputs to send; all where empty
 * @param parameters further parameters: strings, booleans, integers, longs or doubles
 * @param headers sent with the call, such as {@code traceparent}
 * @param timeout how long the whole answer may take, or null where it may take its time
 */
public record InferenceRequest(String model, String version, String id, List<Tensor> inputs, List<String> outputs,
        Map<String, Object> parameters, Map<String, String> headers, @Nullable Duration timeout) {

    public InferenceRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        parameters = Map.copyOf(parameters);
        headers = Map.copyOf(headers);
    }

    public static Builder builder(String model) {
        return new Builder(model);
    }

    /** Builds requests; where no id is given it makes one. */
    public static final class Builder {

        private final String model;
        private String version = "";
        private @Nullable String id;
        private final List<Tensor> inputs = new ArrayList<>();
        private final List<String> outputs = new ArrayList<>();
        private final Map<String, Object> parameters = new LinkedHashMap<>();
        private final Map<String, String> headers = new LinkedHashMap<>();
        private @Nullable Duration timeout;

        private Builder(String model) {
            this.model = model;
        }

        public Builder version(String value) {
            this.version = value;
            return this;
        }

        public Builder id(String value) {
            this.id = value;
            return this;
        }

        public Builder input(Tensor tensor) {
            inputs.add(tensor);
            return this;
        }

        public Builder output(String name) {
            outputs.add(name);
            return this;
        }

        public Builder parameter(String name, Object value) {
            parameters.put(name, value);
            return this;
        }

        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        public Builder timeout(@Nullable Duration value) {
            this.timeout = value;
            return this;
        }

        public InferenceRequest build() {
            return new InferenceRequest(model, version, id == null ? UUID.randomUUID().toString() : id, inputs, outputs,
                    parameters, headers, timeout);
        }
    }
}
