/**
 * Measures Azulejo's engine beside its peers, in turn, on one machine. {@link io.azulejo.benchmarks.Benchmarks} starts
 * each of them in a process of its own, asks them for the same work round by round, and prints what they reached.
 */
@NullMarked
package io.azulejo.benchmarks;

import org.jspecify.annotations.NullMarked;
