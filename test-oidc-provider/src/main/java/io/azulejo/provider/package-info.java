/** An OpenID provider for tests. */
@NullMarked
package io.azulejo.provider;

import org.jspecify.annotations.NullMarked;
