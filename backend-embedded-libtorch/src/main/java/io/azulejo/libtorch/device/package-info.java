/** Owns where things are: which module of the model lives on which device, and whether it fits there. */
@NullMarked
package io.azulejo.libtorch.device;

import org.jspecify.annotations.NullMarked;
