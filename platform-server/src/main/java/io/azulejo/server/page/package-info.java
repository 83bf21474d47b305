/** Serves the web chat, where the application has it. */
@NullMarked
package io.azulejo.server.page;

import org.jspecify.annotations.NullMarked;
