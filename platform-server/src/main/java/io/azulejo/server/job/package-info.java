/** Work that is done from time to time, whether anybody asks or not. */
@NullMarked
package io.azulejo.server.job;

import org.jspecify.annotations.NullMarked;
