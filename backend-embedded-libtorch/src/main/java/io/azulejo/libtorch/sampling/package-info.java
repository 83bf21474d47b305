/**
 * From logits to a token and from tokens to the end of an answer: {@link io.azulejo.libtorch.sampling.Sampler},
 * penalties, log-probabilities, {@link io.azulejo.libtorch.sampling.StopCondition}. Plain float arithmetic on one row of
 * logits, no tensors.
 */
@NullMarked
package io.azulejo.libtorch.sampling;

import org.jspecify.annotations.NullMarked;
