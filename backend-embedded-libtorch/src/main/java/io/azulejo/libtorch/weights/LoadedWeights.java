package io.azulejo.libtorch.weights;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a model on their devices, and the mappings that those on the CPU lie in. Closing frees both: no view
 * of a weight may be used after that.
 */
public final class LoadedWeights implements AutoCloseable {

    private final Map<String, Tensor> tensors;
    private final List<Arena> mappings;

    LoadedWeights(Map<String, Tensor> tensors, List<Arena> mappings) {
        this.tensors = new HashMap<>(tensors);
        this.mappings = List.copyOf(mappings);
    }

    /** A tensor that was expected, and so is there. */
    public Tensor require(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException("The schema of the weights lacks " + name);
        }
        return tensor;
    }

    /** A tensor, or null where the model has none of that name. */
    public @Nullable Tensor find(String name) {
        return tensors.get(name);
    }

    /** Files that stay mapped because weights lie in them. */
    public int mappedFiles() {
        return mappings.size();
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
        tensors.clear();
        mappings.forEach(mapping -> {
            if (mapping.scope().isAlive()) {
                mapping.close();
            }
        });
    }
}
