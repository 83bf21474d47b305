/**
 * What a plugin implements: a {@link io.azulejo.api.backend.BackendProvider} makes
 * {@link io.azulejo.api.backend.Backend}s, which serve {@link io.azulejo.api.backend.BackendModel}s.
 */
@NullMarked
package io.azulejo.api.backend;

import org.jspecify.annotations.NullMarked;
