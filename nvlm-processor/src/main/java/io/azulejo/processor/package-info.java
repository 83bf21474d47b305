/**
 * Turns conversations with pictures into what a checkpoint reads, and what it writes back into text.
 *
 * <p>
 * {@link io.azulejo.processor.NvlmProcessor} is the way in: one object per checkpoint, made from its directory. The
 * packages below it own one stage each: {@code checkpoint} the JSON files of the directory, {@code family} what differs
 * between NVLM-D and its relatives, {@code tokenizer} text to ids and back, {@code prompt} the conversation formats,
 * {@code image} pictures to tiles. Nothing here knows LibTorch or Spring.
 */
@NullMarked
package io.azulejo.processor;

import org.jspecify.annotations.NullMarked;
