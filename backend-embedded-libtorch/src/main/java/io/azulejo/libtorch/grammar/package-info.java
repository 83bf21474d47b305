/**
 * Holds an answer to a form, byte by byte: {@link io.azulejo.libtorch.grammar.Grammar} of a JSON schema, a pushdown
 * automaton over bytes, and the {@link io.azulejo.libtorch.sampling.LogitsMask} that walks a trie of the vocabulary with
 * it. Knows neither tensors nor tokenizers.
 */
@NullMarked
package io.azulejo.libtorch.grammar;

import org.jspecify.annotations.NullMarked;
