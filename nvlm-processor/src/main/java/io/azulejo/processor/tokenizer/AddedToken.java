package io.azulejo.processor.tokenizer;

/**
 * A token that stands beside the vocabulary of the merges and is written as a whole.
 *
 * @param id its id
 * @param content how a template writes it, for example {@code <|im_end|>}
 * @param special whether it decodes to nothing; others decode to their content
 */
public record AddedToken(int id, String content, boolean special) {}
