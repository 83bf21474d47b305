/**
 * The interfaces that models on Triton servers have. Each puts a {@link io.azulejo.triton.served.Question} into the
 * tensors that the model's inputs want, and reads the answer out of its outputs.
 */
@NullMarked
package io.azulejo.triton.served;

import org.jspecify.annotations.NullMarked;
