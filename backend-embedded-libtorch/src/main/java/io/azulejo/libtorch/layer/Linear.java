package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * A product with a weight matrix.
 *
 * @param weight [outputs, inputs]
 * @param bias [outputs], or null
 */
public record Linear(Tensor weight, @Nullable Tensor bias) {

    /** The layer whose tensors are {@code name.weight} and, where there is one, {@code name.bias}. */
    public static Linear of(LoadedWeights weights, String name) {
        return new Linear(weights.require(name + ".weight"), weights.find(name + ".bias"));
    }

    /** [..., inputs] to [..., outputs]. */
    public Tensor forward(Tensor x) {
        return bias == null ? torch.linear(x, weight) : torch.linear(x, weight, new TensorOptional(bias));
    }
}
