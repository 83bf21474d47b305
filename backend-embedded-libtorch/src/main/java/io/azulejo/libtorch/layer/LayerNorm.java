package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * Mean taken away, divided by the deviation.
 *
 * @param weight [width]
 * @param bias [width]
 * @param eps added to the variance
 */
public record LayerNorm(Tensor weight, Tensor bias, double eps) implements Norm {

    public static LayerNorm of(LoadedWeights weights, String name, double eps) {
        return new LayerNorm(weights.require(name + ".weight"), weights.require(name + ".bias"), eps);
    }

    @Override
    public Tensor forward(Tensor x) {
        // The last argument asks for cuDNN, which has no part in layer norms; it is LibTorch's default.
        return torch.layer_norm(x, new long[]{weight.size(0)}, new TensorOptional(weight), new TensorOptional(bias),
                eps, true);
    }
}
