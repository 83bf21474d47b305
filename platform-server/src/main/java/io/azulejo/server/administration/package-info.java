/** Backends and deployments that an administrator changes while the application runs. */
@NullMarked
package io.azulejo.server.administration;

import org.jspecify.annotations.NullMarked;
