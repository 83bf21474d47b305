/** Owns the files of a checkpoint: reading safetensors headers, mapping them, and handing out tensors by name. */
@NullMarked
package io.azulejo.libtorch.weights;

import org.jspecify.annotations.NullMarked;
