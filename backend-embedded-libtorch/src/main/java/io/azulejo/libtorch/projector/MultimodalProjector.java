package io.azulejo.libtorch.projector;

import org.bytedeco.pytorch.Tensor;

import io.azulejo.libtorch.layer.Activation;
import io.azulejo.libtorch.layer.LayerNorm;
import io.azulejo.libtorch.layer.Linear;
import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * From shuffled patches to the decoder's embeddings.
 *
 * @param norm over [4 * vision hidden]
 * @param up to the width between
 * @param down to the decoder's width
 */
public record MultimodalProjector(LayerNorm norm, Linear up, Linear down) {

    /** PyTorch's default: the configuration has no key for it. */
    private static final double NORM_EPS = 1e-5;

    public static MultimodalProjector of(LoadedWeights weights) {
        return new MultimodalProjector(LayerNorm.of(weights, "mlp1.0", NORM_EPS), Linear.of(weights, "mlp1.1"),
                Linear.of(weights, "mlp1.3"));
    }

    /** [positions, shuffled width] to [positions, decoder hidden]. */
    public Tensor forward(Tensor x) {
        return down.forward(up.forward(norm.forward(x), Activation.GELU));
    }
}
