/** Links to conversations as they were, for whoever has the link. */
@NullMarked
package io.azulejo.server.share;

import org.jspecify.annotations.NullMarked;
