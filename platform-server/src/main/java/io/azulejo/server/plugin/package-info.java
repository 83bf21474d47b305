/** Backend types from outside: plugins, each with its dependencies and a class loader of its own. */
@NullMarked
package io.azulejo.server.plugin;

import org.jspecify.annotations.NullMarked;
