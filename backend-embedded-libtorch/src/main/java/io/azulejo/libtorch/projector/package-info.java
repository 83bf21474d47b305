/** Owns the way from the vision tower to the decoder: pixel shuffle and the projecting MLP. */
@NullMarked
package io.azulejo.libtorch.projector;

import org.jspecify.annotations.NullMarked;
