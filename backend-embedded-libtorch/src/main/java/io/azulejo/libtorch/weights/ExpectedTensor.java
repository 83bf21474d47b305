package io.azulejo.libtorch.weights;

import java.util.List;

/**
 * A tensor that a model needs.
 *
 * @param name its name in the checkpoint
 * @param module the module of the model it belongs to: the smallest piece that a device map places
 * @param shape its sizes
 * @param role what it is used for
 */
public record ExpectedTensor(String name, String module, List<Long> shape, Role role) {

    /** What a tensor is used for, and so in which form it may be kept. */
    public enum Role {
        /** A matrix that activations are multiplied with. */
        PRODUCT,
        /** A table whose rows are looked up. */
        TABLE,
        /** Norms, biases, positions, patches: small, and used as they are. */
        OTHER
    }

    public ExpectedTensor {
        shape = List.copyOf(shape);
    }

    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
