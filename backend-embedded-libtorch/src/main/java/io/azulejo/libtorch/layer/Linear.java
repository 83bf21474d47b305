package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.Tensor;

import io.azulejo.libtorch.kernel.GateKernel;
import io.azulejo.libtorch.tensor.WeightFormat;
import io.azulejo.libtorch.weights.LoadedWeights;

/** A product with a weight matrix, and a bias where there is one. */
public sealed interface Linear permits PlainLinear, PackedLinear, StripLinear {

    /** Whether the CPU multiplies bfloat16 at a speed of its own. */
    static boolean multipliesBfloat16() {
        return OneDnn.multipliesBfloat16();
    }

    /** The layer whose tensors are {@code name.weight} and, where there is one, {@code name.bias}. */
    static Linear of(LoadedWeights weights, String name) {
        return joined(weights, name);
    }

    /** One product in place of several with the same input: the outputs of the named layers, one behind the other. */
    static Linear joined(LoadedWeights weights, String... names) {
        WeightFormat format = weights.format(names[0] + ".weight");
        return switch (format) {
            case AS_COMPUTED -> PackedLinear.packs(weights.require(names[0] + ".weight"))
                    ? PackedLinear.of(weights, names)
                    : PlainLinear.of(weights, names);
            case BFLOAT16, INT8, INT4 -> StripLinear.of(weights, format, names);
        };
    }

    /** [rows, inputs] to [rows, outputs], made anew. */
    Tensor forward(Tensor x);

    /** [rows, inputs] to [rows, outputs], an activation applied. */
    default Tensor forward(Tensor x, Activation activation) {
        return activation.applyTo(forward(x));
    }

    /** [rows, inputs] to [rows, outputs / 2]: SiLU of the first half of the outputs times their second half. */
    default Tensor forwardGated(Tensor x) {
        return GateKernel.forward(forward(x));
    }

    /** [rows, inputs] to [rows, outputs], added to another tensor of that shape, which stays as it is. */
    default Tensor forwardPlus(Tensor x, Tensor addend) {
        return forward(x).add_(addend);
    }

    /** [rows, inputs] to [rows, outputs], multiplied element by element with another tensor of that shape. */
    default Tensor forwardTimes(Tensor x, Tensor factor) {
        return forward(x).mul_(factor);
    }
}
