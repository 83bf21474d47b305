/** Owns what every layer above says about tensors: element types, devices, the scope that frees them, the operations used. */
@NullMarked
package io.azulejo.libtorch.tensor;

import org.jspecify.annotations.NullMarked;
