package io.azulejo.libtorch.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.azulejo.libtorch.config.ModelConfig;
import io.azulejo.libtorch.config.WeightSchema;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.Precision;
import io.azulejo.libtorch.tensor.WeightFormat;
import io.azulejo.libtorch.weights.ExpectedTensor;

/**
 * A module of a model, as a plan sees it.
 *
 * @param name prefix of its tensor names
 * @param bytes its weights as they are kept
 * @param layer which decoder layer it is; -1 for vision tower, projector, embedding, final norm and head
 */
public record ModuleSize(String name, long bytes, int layer) {

    /** The modules of a model, in the order in which a forward pass meets them. */
    public static List<ModuleSize> of(ModelConfig config, Precision precision) {
        WeightSchema schema = WeightSchema.of(config);
        Map<String, Long> bytes = new LinkedHashMap<>();
        schema.modules().forEach(module -> bytes.put(module, 0L));
        for (ExpectedTensor tensor : schema.tensors()) {
            bytes.merge(tensor.module(), bytes(tensor, precision), Long::sum);
        }
        WeightFormat decoder = precision.decoder();
        if (config.language().tiedHead() && (decoder == WeightFormat.INT8 || decoder == WeightFormat.INT4)) {
            // The table stays as it is; what is multiplied with is a copy in fewer bits.
            long weights = (long) config.vocabularySize() * config.language().hiddenSize();
            bytes.merge(WeightSchema.head(config), decoder.bytes(weights, precision.type()), Long::sum);
        }
        Map<String, Integer> layers = new LinkedHashMap<>();
        for (int i = 0; i < config.layers(); i++) {
            layers.put(WeightSchema.layer(config, i), i);
        }
        List<ModuleSize> modules = new ArrayList<>();
        bytes.forEach((name, size) -> modules.add(new ModuleSize(name, size, layers.getOrDefault(name, -1))));
        return List.copyOf(modules);
    }

    private static long bytes(ExpectedTensor tensor, Precision precision) {
        WeightFormat format = WeightSchema.format(precision, tensor.module());
        return switch (tensor.role()) {
            case PRODUCT -> format.bytes(tensor.elements(), precision.type());
            case TABLE -> format == WeightFormat.AS_COMPUTED
                    ? tensor.elements() * precision.type().bytes()
                    : tensor.elements() * DataType.BFLOAT16.bytes();
            case OTHER -> tensor.elements() * precision.type().bytes();
        };
    }

    public boolean isLayer() {
        return layer >= 0;
    }
}
