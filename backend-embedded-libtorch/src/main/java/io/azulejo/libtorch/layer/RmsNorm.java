package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.kernel.Kernels;
import io.azulejo.libtorch.kernel.RmsNormKernel;
import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * Division by the root of the mean square.
 *
 * @param weight [width]
 * @param eps added to the mean square
 * @param width how many of the channels, from the first one on, the mean square is taken over
 */
public record RmsNorm(Tensor weight, double eps, long width) implements Norm {

    public static RmsNorm of(LoadedWeights weights, String name, double eps) {
        Tensor weight = weights.require(name + ".weight");
        return new RmsNorm(weight, eps, weight.size(0));
    }

    /** A norm whose mean square leaves out the channels from {@code width} on: those of dummy heads. */
    public static RmsNorm over(LoadedWeights weights, String name, double eps, long width) {
        return new RmsNorm(weights.require(name + ".weight"), eps, width);
    }

    @Override
    public Tensor forward(Tensor x) {
        if (Kernels.serve(x)) {
            return RmsNormKernel.forward(x, weight, eps, (int) width);
        }
        long channels = weight.size(0);
        if (width == channels) {
            return torch.rms_norm(x, new long[]{channels}, new TensorOptional(weight), new DoubleOptional(eps));
        }
        Tensor wide = x.to(ScalarType.Float);
        Tensor meanSquare = wide.narrow(-1, 0, width).square().mean(new long[]{-1}, true, new ScalarTypeOptional());
        return wide.mul(meanSquare.add_(new Scalar(eps)).rsqrt_()).to(x.scalar_type()).mul_(weight);
    }
}
