/** How much everybody may use, and how much they did. */
@NullMarked
package io.azulejo.server.limit;

import org.jspecify.annotations.NullMarked;
