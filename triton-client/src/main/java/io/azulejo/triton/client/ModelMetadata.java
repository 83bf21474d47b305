package io.azulejo.triton.client;

import java.util.List;
import java.util.Optional;

/**
 * What a server tells of a model.
 *
 * @param name its name
 * @param versions its versions that are loaded
 * @param platform what runs it
 * @param inputs its inputs
 * @param outputs its outputs
 */
public record ModelMetadata(String name, List<String> versions, String platform, List<TensorSpec> inputs,
        List<TensorSpec> outputs) {

    public ModelMetadata {
        versions = List.copyOf(versions);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * An input or output.
     *
     * @param name its name
     * @param datatype its element type
     * @param shape its dimensions, -1 where any size goes; the batch's where the model has one
     */
    public record TensorSpec(String name, Datatype datatype, List<Long> shape) {

        public TensorSpec {
            shape = List.copyOf(shape);
        }
    }

    public Optional<TensorSpec> input(String name) {
        return inputs.stream().filter(input -> input.name().equals(name)).findFirst();
    }

    public Optional<TensorSpec> output(String name) {
        return outputs.stream().filter(output -> output.name().equals(name)).findFirst();
    }
}
