/** Owns cached keys and values: the tensors in blocks, and which sequence holds which block. */
@NullMarked
package io.azulejo.libtorch.kvcache;

import org.jspecify.annotations.NullMarked;
