/** Who did what, and when. */
@NullMarked
package io.azulejo.server.audit;

import org.jspecify.annotations.NullMarked;
