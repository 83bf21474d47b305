/** Groups of people, and which models are for whom. */
@NullMarked
package io.azulejo.server.group;

import org.jspecify.annotations.NullMarked;
