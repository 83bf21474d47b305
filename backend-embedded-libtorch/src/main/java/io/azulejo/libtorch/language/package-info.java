/** Owns the decoder: from embeddings and cached keys and values to logits. */
@NullMarked
package io.azulejo.libtorch.language;

import org.jspecify.annotations.NullMarked;
