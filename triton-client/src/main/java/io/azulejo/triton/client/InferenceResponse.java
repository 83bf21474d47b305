package io.azulejo.triton.client;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What a model answers; of a stream one of its responses.
 *
 * @param model the model's name
 * @param version the version that answered
 * @param id the request's id
 * @param parameters what the server tells besides, such as {@code triton_final_response}
 * @param outputs the outputs
 */
public record InferenceResponse(String model, String version, String id, Map<String, Object> parameters,
        List<Tensor> outputs) {

    public InferenceResponse {
        parameters = Map.copyOf(parameters);
        outputs = List.copyOf(outputs);
    }

    /** @throws NoSuchElementException where the server did not send the output */
    public Tensor output(String name) {
        return find(name).orElseThrow(() -> new NoSuchElementException("Model " + model + " sent no output " + name
                + ", only " + outputs.stream().map(Tensor::name).toList()));
    }

    public Optional<Tensor> find(String name) {
        return outputs.stream().filter(output -> output.name().equals(name)).findFirst();
    }

    /** Whether no response follows; told by a server that was asked to tell. */
    boolean last() {
        return Boolean.TRUE.equals(parameters.get("triton_final_response"));
    }
}
