package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.Tensor;

import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.WeightFormat;
import io.azulejo.libtorch.weights.LoadedWeights;

/** A matrix that tokens are looked up in and that the last rows are multiplied with. */
public record TiedHead(Embedding embedding, Linear head) {

    /**
     * In one form for both where that loses nothing of what the format keeps; codes of few bits are made beside the table.
     *
     * @param module that the matrix, [vocabulary, hidden], belongs to
     */
    public static TiedHead of(LoadedWeights weights, String module, ComputeDevice device) {
        String name = module + ".weight";
        WeightFormat format = weights.format(name);
        return switch (format) {
            case AS_COMPUTED -> {
                Tensor table = weights.require(name);
                yield new TiedHead(new Embedding.Table(table, device), PackedLinear.packs(table)
                        ? PackedLinear.copyOf(weights, name)
                        : new PlainLinear(table, null));
            }
            case BFLOAT16 -> {
                StripLinear strips = StripLinear.of(weights, format, module);
                yield new TiedHead(new Embedding.Strips(strips.weight()), strips);
            }
            case INT8, INT4 -> new TiedHead(new Embedding.Table(weights.require(name), device),
                    StripLinear.copyOf(weights, format, name));
        };
    }
}
