/** The application's entry point; features live in the packages below. */
@NullMarked
package io.azulejo.server;

import org.jspecify.annotations.NullMarked;
