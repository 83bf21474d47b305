/**
 * Azulejo's side: workers, each in a JVM of its own, that do what {@code peers/protocol.py} describes. The engine is
 * used as the server uses it, through the backend's interface, so that prompts, tokenizer, scheduler and streams are
 * part of what is measured.
 */
@NullMarked
package io.azulejo.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
