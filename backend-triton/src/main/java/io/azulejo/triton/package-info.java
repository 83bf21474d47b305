/** The backend of type {@code triton}: models on Triton Inference Servers, and the adapter to the platform's SPI. */
@NullMarked
package io.azulejo.triton;

import org.jspecify.annotations.NullMarked;
