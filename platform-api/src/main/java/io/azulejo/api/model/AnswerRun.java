package io.azulejo.api.model;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What an answer is made by, as exactly as a backend can tell: who asks the same of the same gets the same answer. What is
 * null the backend does not know. Digests are written as {@code sha256:} and hexadecimal digits.
 *
 * @param checkpoint digest of the weights and their configuration
 * @param tokenizer digest of the tokenizer's files
 * @param processor what makes tokens and pixels of prompts, its version and its settings
 * @param prompt digest of the prompt's token ids, each as four bytes, the lowest first
 * @param parameters all parameters as they hold, by their names on the wire, defaults included
 * @param seed where the random numbers begin, given by the request or drawn
 */
public record AnswerRun(@Nullable String checkpoint, @Nullable String tokenizer, @Nullable String processor,
        @Nullable String prompt, Map<String, Object> parameters, @Nullable Long seed) {

    /** Key in the metadata of the first Spring AI generation of an answer. */
    public static final String METADATA_KEY = "azulejo.run";

    /**
     * Key in the metadata of each Spring AI generation: an {@code int[]} with the ids of the tokens whose text begins in
     * it.
     */
    public static final String TOKENS_KEY = "azulejo.token-ids";

    public AnswerRun {
        parameters = Map.copyOf(parameters);
    }
}
