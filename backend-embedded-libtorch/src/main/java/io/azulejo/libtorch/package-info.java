/**
 * The adapter between the platform's SPI and the engine: configuration to an engine, a Spring AI prompt to a request of
 * the engine, its pieces of text to Spring AI responses. No tensor and no scheduling here.
 */
@NullMarked
package io.azulejo.libtorch;

import org.jspecify.annotations.NullMarked;
