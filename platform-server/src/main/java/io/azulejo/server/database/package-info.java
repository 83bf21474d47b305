/**
 * Where data is kept: the embedded PostgreSQL that runs unless {@code spring.datasource.url} names another, and the one
 * boundary over which event loops reach blocking work.
 */
@NullMarked
package io.azulejo.server.database;

import org.jspecify.annotations.NullMarked;
