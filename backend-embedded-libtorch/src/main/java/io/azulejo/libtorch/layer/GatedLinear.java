package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.Tensor;

import io.azulejo.libtorch.tensor.WeightFormat;
import io.azulejo.libtorch.weights.LoadedWeights;

/** Two products with the same input: SiLU of the first times the second, as in Llama's and Qwen's MLP. */
public sealed interface GatedLinear {

    /** The layer whose tensors are {@code gate.weight} and {@code up.weight}. */
    static GatedLinear of(LoadedWeights weights, String gate, String up) {
        return weights.format(gate + ".weight") == WeightFormat.AS_COMPUTED
                ? new Apart(Linear.of(weights, gate), Linear.of(weights, up))
                : new Joined(Linear.joined(weights, gate, up));
    }

    /** [rows, inputs] to [rows, outputs of one], made anew. */
    Tensor forward(Tensor x);

    /** Where what follows a product may be done in its course. */
    record Apart(Linear gate, Linear up) implements GatedLinear {

        @Override
        public Tensor forward(Tensor x) {
            return up.forwardTimes(x, gate.forward(x, Activation.SILU));
        }
    }

    /** One product in place of two. */
    record Joined(Linear gateAndUp) implements GatedLinear {

        @Override
        public Tensor forward(Tensor x) {
            return gateAndUp.forwardGated(x);
        }
    }
}
