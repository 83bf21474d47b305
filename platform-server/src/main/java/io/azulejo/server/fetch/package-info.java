/** Pictures that are fetched from the web, where that is switched on. */
@NullMarked
package io.azulejo.server.fetch;

import org.jspecify.annotations.NullMarked;
