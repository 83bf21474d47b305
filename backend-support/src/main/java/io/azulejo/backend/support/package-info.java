/**
 * What backends share that make prompts by a checkpoint's {@link io.azulejo.processor.NvlmProcessor}: reading Spring AI
 * prompts, checking options, holding back stop strings, telling pieces of an answer as Spring AI responses.
 */
@NullMarked
package io.azulejo.backend.support;

import org.jspecify.annotations.NullMarked;
