package io.azulejo.libtorch.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.azulejo.libtorch.config.ModelConfig;
import io.azulejo.libtorch.config.WeightSchema;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.weights.ExpectedTensor;

/**
 * A module of a model, as a plan sees it.
 *
 * @param name prefix of its tensor names
 * @param bytes its weights in the type computed in
 * @param layer which decoder layer it is; -1 for vision tower, projector, embedding, final norm and head
 */
public record ModuleSize(String name, long bytes, int layer) {

    /** The modules of a model, in the order in which a forward pass meets them. */
    public static List<ModuleSize> of(ModelConfig config, DataType type) {
        WeightSchema schema = WeightSchema.of(config);
        Map<String, Long> bytes = new LinkedHashMap<>();
        schema.modules().forEach(module -> bytes.put(module, 0L));
        for (ExpectedTensor tensor : schema.tensors()) {
            bytes.merge(tensor.module(), tensor.elements() * type.bytes(), Long::sum);
        }
        Map<String, Integer> layers = new LinkedHashMap<>();
        for (int i = 0; i < config.layers(); i++) {
            layers.put(WeightSchema.layer(config, i), i);
        }
        List<ModuleSize> modules = new ArrayList<>();
        bytes.forEach((name, size) -> modules.add(new ModuleSize(name, size, layers.getOrDefault(name, -1))));
        return List.copyOf(modules);
    }

    public boolean isLayer() {
        return layer >= 0;
    }
}
