/** Owns the vision tower: from the pixels of a tile to the hidden states of its patches. */
@NullMarked
package io.azulejo.libtorch.vision;

import org.jspecify.annotations.NullMarked;
