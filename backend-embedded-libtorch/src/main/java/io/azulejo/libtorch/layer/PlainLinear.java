package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * Weights as they are stored.
 *
 * @param weight [outputs, inputs]
 * @param bias [outputs], or null
 */
record PlainLinear(Tensor weight, @Nullable Tensor bias) implements Linear {

    static PlainLinear of(LoadedWeights weights, String... names) {
        if (names.length == 1) {
            return new PlainLinear(weights.require(names[0] + ".weight"), weights.find(names[0] + ".bias"));
        }
        return new PlainLinear(weights.join(names, ".weight"),
                weights.find(names[0] + ".bias") == null ? null : weights.join(names, ".bias"));
    }

    @Override
    public Tensor forward(Tensor x) {
        return bias == null ? torch.linear(x, weight) : torch.linear(x, weight, new TensorOptional(bias));
    }
}
