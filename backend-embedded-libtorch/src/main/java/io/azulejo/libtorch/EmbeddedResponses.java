package io.azulejo.libtorch;

import java.util.List;

import org.springframework.ai.chat.model.ChatResponse;

import io.azulejo.api.model.TokenLogprob;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.backend.support.AnswerResponses;
import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.libtorch.engine.AnswerPiece;
import io.azulejo.libtorch.sampling.SampledToken;
import io.azulejo.processor.tokenizer.Tokenizer;

/** Turns the engine's pieces of one answer into Spring AI responses. */
final class EmbeddedResponses {

    private final AnswerResponses responses;
    private final EmbeddedModel.Request request;
    private final Tokenizer tokenizer;
    private final boolean logprobs;

    EmbeddedResponses(String model, EmbeddedModel.Request request, Tokenizer tokenizer) {
        this.responses = AnswerResponses.of(model, request.options()).madeBy(request.run());
        this.request = request;
        this.tokenizer = tokenizer;
        this.logprobs = request.generation().sampling().logprobs() != SamplingParameters.NO_LOGPROBS;
    }

    ChatResponse of(AnswerPiece piece) {
        List<TokenLogprob> tokens = logprobs ? piece.tokens().stream().map(this::logprob).toList() : null;
        responses.tokens(piece.tokens().stream().mapToInt(SampledToken::id).toArray());
        AnswerPiece.End end = piece.end();
        return end == null
                ? responses.piece(piece.text(), tokens)
                : responses.end(piece.text(), tokens, end.reason(), new TokenUsage(request.promptTokens(),
                        end.tokens(), request.imageTokens(), end.cachedTokens()));
    }

    private TokenLogprob logprob(SampledToken token) {
        return logprob(token.id(), token.logprob(), token.top().stream()
                .map(other -> logprob(other.id(), other.logprob(), List.of())).toList());
    }

    private TokenLogprob logprob(int token, double logprob, List<TokenLogprob> top) {
        return AnswerResponses.logprob(tokenizer.bytes(token), logprob, top);
    }
}
