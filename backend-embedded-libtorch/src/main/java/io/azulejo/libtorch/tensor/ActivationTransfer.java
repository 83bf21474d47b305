package io.azulejo.libtorch.tensor;

import org.bytedeco.pytorch.Tensor;

/** How activations get from one device to the next. */
@FunctionalInterface
public interface ActivationTransfer {

    /** A copy over the bus, or the same tensor where both devices share their memory. */
    ActivationTransfer COPY = (tensor, _, to) -> to.receive(tensor);

    /**
     * Called where a part of the model lies on another device than the one before it. What it returns belongs to the
     * scope it is called in.
     */
    Tensor move(Tensor tensor, ComputeDevice from, ComputeDevice to);
}
