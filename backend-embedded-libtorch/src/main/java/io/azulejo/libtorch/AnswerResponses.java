package io.azulejo.libtorch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import io.azulejo.api.model.TokenLogprob;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.libtorch.engine.AnswerPiece;
import io.azulejo.libtorch.sampling.SampledToken;
import io.azulejo.libtorch.sampling.SampledToken.TokenProbability;
import io.azulejo.libtorch.sampling.SamplingParameters;
import io.azulejo.processor.tokenizer.Tokenizer;

/** Turns the pieces of one answer into Spring AI responses. */
final class AnswerResponses {

    private final String id = UUID.randomUUID().toString();
    private final String model;
    private final EmbeddedModel.Request request;
    private final Tokenizer tokenizer;
    private final boolean logprobs;

    AnswerResponses(String model, EmbeddedModel.Request request, Tokenizer tokenizer) {
        this.model = model;
        this.request = request;
        this.tokenizer = tokenizer;
        this.logprobs = request.generation().sampling().logprobs() != SamplingParameters.NO_LOGPROBS;
    }

    ChatResponse of(AnswerPiece piece) {
        ChatGenerationMetadata.Builder generation = ChatGenerationMetadata.builder();
        ChatResponseMetadata.Builder response = ChatResponseMetadata.builder().id(id).model(model);
        if (logprobs) {
            generation.metadata(TokenLogprob.METADATA_KEY, piece.tokens().stream().map(this::logprob).toList());
        }
        AnswerPiece.End end = piece.end();
        if (end != null) {
            generation.finishReason(end.reason().wireName());
            response.usage(
                    new TokenUsage(request.promptTokens(), end.tokens(), request.imageTokens(), end.cachedTokens()));
        }
        return response(piece.text(), generation.build(), response.build());
    }

    /** The whole answer as one response. */
    static ChatResponse join(List<ChatResponse> responses) {
        List<Generation> generations = responses.stream().flatMap(response -> response.getResults().stream()).toList();
        Generation last = generations.getLast();
        ChatGenerationMetadata.Builder metadata = ChatGenerationMetadata.builder()
                .finishReason(last.getMetadata().getFinishReason());
        if (last.getMetadata().containsKey(TokenLogprob.METADATA_KEY)) {
            List<TokenLogprob> logprobs = new ArrayList<>();
            generations.forEach(generation -> logprobs.addAll(generation.getMetadata()
                    .getOrDefault(TokenLogprob.METADATA_KEY, List.<TokenLogprob>of())));
            metadata.metadata(TokenLogprob.METADATA_KEY, List.copyOf(logprobs));
        }
        String text = generations.stream().map(generation -> generation.getOutput().getText())
                .collect(Collectors.joining());
        return response(text, metadata.build(), responses.getLast().getMetadata());
    }

    private static ChatResponse response(String text, ChatGenerationMetadata generation,
            ChatResponseMetadata response) {
        return new ChatResponse(List.of(new Generation(new AssistantMessage(text), generation)), response);
    }

    private TokenLogprob logprob(SampledToken token) {
        return logprob(token.id(), token.logprob(), token.top().stream()
                .map((TokenProbability other) -> logprob(other.id(), other.logprob(), List.of())).toList());
    }

    private TokenLogprob logprob(int token, double logprob, List<TokenLogprob> top) {
        byte[] bytes = tokenizer.bytes(token);
        List<Integer> values = new ArrayList<>(bytes.length);
        for (byte each : bytes) {
            values.add(Byte.toUnsignedInt(each));
        }
        return new TokenLogprob(new String(bytes, StandardCharsets.UTF_8), values, logprob, top);
    }
}
