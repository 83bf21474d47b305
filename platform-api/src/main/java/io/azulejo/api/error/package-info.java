/** The errors that a backend may raise while it serves a request. */
@NullMarked
package io.azulejo.api.error;

import org.jspecify.annotations.NullMarked;
