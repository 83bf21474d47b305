package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What follows a product, element by element. */
public enum Activation {

    /** x times its logistic function. */
    SILU {
        @Override
        Tensor applyTo(Tensor x) {
            return torch.silu_(x);
        }
    },
    /** x times the normal distribution's function, exact. */
    GELU {
        @Override
        Tensor applyTo(Tensor x) {
            return torch.gelu(x);
        }
    };

    /** May change x. */
    abstract Tensor applyTo(Tensor x);
}
