/** Owns the meaning of a checkpoint's config.json: one record per part of the model, and the tensors each part needs. */
@NullMarked
package io.azulejo.libtorch.config;

import org.jspecify.annotations.NullMarked;
