package io.azulejo.libtorch.weights;

import java.util.List;

/**
 * A tensor that a model needs.
 *
 * @param name its name in the checkpoint
 * @param module the module of the model it belongs to: the smallest piece that a device map places
 * @param shape its sizes
 */
public record ExpectedTensor(String name, String module, List<Long> shape) {

    public ExpectedTensor {
        shape = List.copyOf(shape);
    }

    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
