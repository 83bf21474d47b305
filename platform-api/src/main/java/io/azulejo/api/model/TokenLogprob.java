package io.azulejo.api.model;

import java.util.List;

/**
 * How likely a token of the answer was.
 *
 * @param token the token's text; a part of a character shows as U+FFFD
 * @param bytes the token's bytes in UTF-8, each 0 to 255
 * @param logprob the natural logarithm of its probability, before temperature and penalties
 * @param top the likeliest tokens at this place, likeliest first; their own {@code top} is empty
 */
public record TokenLogprob(String token, List<Integer> bytes, double logprob, List<TokenLogprob> top) {

    /** Key of a {@code List<TokenLogprob>} in the metadata of a Spring AI generation. */
    public static final String METADATA_KEY = "azulejo.logprobs";

    public TokenLogprob {
        bytes = List.copyOf(bytes);
        top = List.copyOf(top);
    }
}
