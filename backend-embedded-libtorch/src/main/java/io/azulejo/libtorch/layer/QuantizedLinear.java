package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.kernel.QuantizedMatrix;
import io.azulejo.libtorch.kernel.QuantizedProduct;
import io.azulejo.libtorch.tensor.WeightFormat;
import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * Weights in 8 or 4 bits; activations stay what they are. Few rows are multiplied straight from the codes; for many rows
 * the weights are spelled out once and multiplied by LibTorch.
 *
 * @param weight [outputs, inputs]
 * @param bias [outputs], or null
 */
record QuantizedLinear(QuantizedMatrix weight, @Nullable Tensor bias) implements Linear {

    /** Rows from which spelling the weights out pays. */
    private static final long MANY = 48;

    /** Quantizes the weights of layers, which are freed as they are. */
    static QuantizedLinear of(LoadedWeights weights, WeightFormat format, String... names) {
        QuantizedMatrix matrix = weights.consume(names, ".weight", weight -> quantize(weights, weight, format));
        return new QuantizedLinear(matrix, weights.find(names[0] + ".bias") == null
                ? null
                : weights.join(names, ".bias"));
    }

    /** Quantizes a copy of a weight that is also used as it is. */
    static QuantizedLinear copyOf(LoadedWeights weights, WeightFormat format, String name) {
        return new QuantizedLinear(weights.derive(name, weight -> quantize(weights, weight, format)), null);
    }

    private static QuantizedMatrix quantize(LoadedWeights weights, Tensor weight, WeightFormat format) {
        QuantizedMatrix matrix = QuantizedMatrix.of(weight, format == WeightFormat.INT8 ? 8 : 4);
        weights.keep(matrix.codes());
        weights.keep(matrix.scales());
        return matrix;
    }

    @Override
    public Tensor forward(Tensor x) {
        if (x.size(0) < MANY) {
            Tensor out = QuantizedProduct.forward(x, weight);
            return bias == null ? out : out.add_(bias);
        }
        Tensor spelled = weight.spellOut(x.scalar_type().intern());
        if (x.scalar_type().intern() == ScalarType.Float && OneDnn.multipliesFloat32()) {
            return OneDnn.linear(x, spelled, bias);
        }
        return bias == null ? torch.linear(x, spelled) : torch.linear(x, spelled, new TensorOptional(bias));
    }
}
