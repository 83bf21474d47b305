/** Owns the whole model: loading a checkpoint, and its forward passes over a batch of sequences. */
@NullMarked
package io.azulejo.libtorch.model;

import org.jspecify.annotations.NullMarked;
