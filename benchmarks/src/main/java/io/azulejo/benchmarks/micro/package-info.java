/** The small parts alone, by JMH: {@code benchmarks/run jmh}. */
@NullMarked
package io.azulejo.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
