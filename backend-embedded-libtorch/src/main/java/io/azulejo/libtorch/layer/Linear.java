package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.Tensor;

import io.azulejo.libtorch.weights.LoadedWeights;

/** A product with a weight matrix, and a bias where there is one. */
public sealed interface Linear permits PlainLinear, PackedLinear {

    /** The layer whose tensors are {@code name.weight} and, where there is one, {@code name.bias}. */
    static Linear of(LoadedWeights weights, String name) {
        return joined(weights, name);
    }

    /** One product in place of several with the same input: the outputs of the named layers, one behind the other. */
    static Linear joined(LoadedWeights weights, String... names) {
        return PackedLinear.packs(weights.require(names[0] + ".weight"))
                ? PackedLinear.of(weights, names)
                : PlainLinear.of(weights, names);
    }

    /** The product with a matrix that is also used as it is, as an embedding that is the head too. */
    static Linear shared(LoadedWeights weights, String tensor) {
        Tensor matrix = weights.require(tensor);
        return PackedLinear.packs(matrix) ? PackedLinear.copyOf(weights, tensor) : new PlainLinear(matrix, null);
    }

    /** [rows, inputs] to [rows, outputs]. */
    Tensor forward(Tensor x);

    /** [rows, inputs] to [rows, outputs], an activation applied. */
    Tensor forward(Tensor x, Activation activation);

    /** [rows, inputs] to [rows, outputs], added to another tensor of that shape, which stays as it is. */
    Tensor forwardPlus(Tensor x, Tensor addend);

    /** [rows, inputs] to [rows, outputs], multiplied element by element with another tensor of that shape. */
    Tensor forwardTimes(Tensor x, Tensor factor);
}
