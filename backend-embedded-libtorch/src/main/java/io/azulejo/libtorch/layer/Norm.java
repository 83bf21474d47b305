package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.Tensor;

/** A norm over the last dimension. */
public sealed interface Norm permits RmsNorm, LayerNorm {

    /** Keeps shape and type; the statistics are taken in float32. */
    Tensor forward(Tensor x);
}
