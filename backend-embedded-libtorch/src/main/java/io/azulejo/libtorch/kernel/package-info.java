/**
 * Operations on tensors in the CPU's memory that LibTorch has none for, or none that is fast: one pass over memory each,
 * made with Java's Vector API.
 */
@NullMarked
package io.azulejo.libtorch.kernel;

import org.jspecify.annotations.NullMarked;
