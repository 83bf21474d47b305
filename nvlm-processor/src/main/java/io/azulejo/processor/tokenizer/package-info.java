/**
 * Text to token ids and back. Owns the checkpoint's tokenizer files, in their one-file form ({@code tokenizer.json}) and
 * in the form NVLM-D ships ({@code vocab.json}, {@code merges.txt} and companions), and keeps what a person writes apart
 * from control tokens: {@link io.azulejo.processor.tokenizer.Tokenizer#encode} never gives one. The merges are done by
 * the Hugging Face library through DJL; decoding is our own, since a stream must never hold half a character.
 */
@NullMarked
package io.azulejo.processor.tokenizer;

import org.jspecify.annotations.NullMarked;
