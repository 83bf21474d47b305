/** Owns the building blocks that vision tower, projector and decoder share: linear, norms, rotary embedding, attention. */
@NullMarked
package io.azulejo.libtorch.layer;

import org.jspecify.annotations.NullMarked;
