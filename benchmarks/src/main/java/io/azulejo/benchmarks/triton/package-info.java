/** The Triton client beside NVIDIA's own for Python, against one real server. */
@NullMarked
package io.azulejo.benchmarks.triton;

import org.jspecify.annotations.NullMarked;
