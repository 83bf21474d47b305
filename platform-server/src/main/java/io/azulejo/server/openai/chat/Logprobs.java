package io.azulejo.server.openai.chat;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import io.azulejo.api.model.TokenLogprob;

/** How likely the tokens of the answer were. */
record Logprobs(List<Token> content, @Nullable Object refusal) {

    /** What OpenAI says for a token that could not come at all, as JSON has no infinity. */
    private static final double IMPOSSIBLE = -9999.0;

    record Token(String token, double logprob, List<Integer> bytes,
            @JsonProperty("top_logprobs") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Token> top) {}

    static @Nullable Logprobs of(List<TokenLogprob> tokens) {
        return tokens.isEmpty()
                ? null
                : new Logprobs(tokens.stream()
                        .map(token -> token(token, token.top().stream().map(top -> token(top, null)).toList()))
                        .toList(), null);
    }

    private static Token token(TokenLogprob token, @Nullable List<Token> top) {
        return new Token(token.token(), Math.max(token.logprob(), IMPOSSIBLE), token.bytes(), top);
    }
}
