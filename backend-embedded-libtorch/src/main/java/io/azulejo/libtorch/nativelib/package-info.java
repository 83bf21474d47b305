/** Owns the native library: loading it, what machine it found, its threads. The lowest layer of the engine. */
@NullMarked
package io.azulejo.libtorch.nativelib;

import org.jspecify.annotations.NullMarked;
