/**
 * The serving loop. {@link io.azulejo.libtorch.engine.Engine} owns the one thread that touches the model; at each step
 * the {@code Scheduler} says which sequences compute what, a {@link io.azulejo.libtorch.engine.ModelRunner} computes it
 * and each sequence's own sampler chooses its next token.
 */
@NullMarked
package io.azulejo.libtorch.engine;

import org.jspecify.annotations.NullMarked;
