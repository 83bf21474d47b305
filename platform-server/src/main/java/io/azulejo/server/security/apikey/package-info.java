/** Keys by which programs act for a person. */
@NullMarked
package io.azulejo.server.security.apikey;

import org.jspecify.annotations.NullMarked;
