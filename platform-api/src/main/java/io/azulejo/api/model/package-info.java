/** What a model can do, what may be asked of it, and what it tells about its answers. */
@NullMarked
package io.azulejo.api.model;

import org.jspecify.annotations.NullMarked;
