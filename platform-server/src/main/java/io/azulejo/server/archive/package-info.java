/** All conversations of a person as one file, and such files read back. */
@NullMarked
package io.azulejo.server.archive;

import org.jspecify.annotations.NullMarked;
