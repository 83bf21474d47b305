/** Who uses the server. */
@NullMarked
package io.azulejo.server.security;

import org.jspecify.annotations.NullMarked;
