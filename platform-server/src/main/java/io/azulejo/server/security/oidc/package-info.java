/** Logins at an OpenID provider. */
@NullMarked
package io.azulejo.server.security.oidc;

import org.jspecify.annotations.NullMarked;
