/** What the platform's event streams cost with many readers. */
@NullMarked
package io.azulejo.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
