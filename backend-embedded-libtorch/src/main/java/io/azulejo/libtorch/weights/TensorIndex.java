package io.azulejo.libtorch.weights;

import java.util.Optional;

/** Finds what a checkpoint says of a tensor by its name. */
@FunctionalInterface
public interface TensorIndex {

    Optional<TensorInfo> find(String name);
}
