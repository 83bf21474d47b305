/** Looks into a running engine: Micrometer's meters and the events of Java Flight Recorder. */
@NullMarked
package io.azulejo.libtorch.observation;

import org.jspecify.annotations.NullMarked;
