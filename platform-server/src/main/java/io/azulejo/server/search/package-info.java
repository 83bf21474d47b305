/** Full-text search over conversations, in any language, on plain PostgreSQL. */
@NullMarked
package io.azulejo.server.search;

import org.jspecify.annotations.NullMarked;
