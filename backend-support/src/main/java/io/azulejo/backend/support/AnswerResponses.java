package io.azulejo.backend.support;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import io.azulejo.api.model.AnswerRun;
import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.TokenLogprob;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.api.model.ToolCallDelta;

/** Turns the pieces of one answer into Spring AI responses, in the form that the SPI asks for. */
public final class AnswerResponses {

    private final String id = UUID.randomUUID().toString();
    private final String model;
    private final @Nullable ToolCallText calls;
    private @Nullable AnswerRun run;
    private int @Nullable [] tokens;

    /** @param model the id of the model that answers */
    public AnswerResponses(String model) {
        this(model, null);
    }

    private AnswerResponses(String model, @Nullable ToolCallText calls) {
        this.model = model;
        this.calls = calls;
    }

    /** Those of an answer in which calls of the options' tools are read. */
    public static AnswerResponses of(String model, GenerationOptions options) {
        return new AnswerResponses(model, options.tools().isEmpty() ? null : ToolCallText.of(options));
    }

    /** Tells, with the first response, what the answer is made by. */
    public AnswerResponses madeBy(AnswerRun madeBy) {
        this.run = madeBy;
        return this;
    }

    /** The ids of the tokens whose text begins in the next response. */
    public AnswerResponses tokens(int[] ids) {
        this.tokens = ids;
        return this;
    }

    /** @param logprobs the piece's tokens, or null where they were not asked for */
    public ChatResponse piece(String text, @Nullable List<TokenLogprob> logprobs) {
        return calls == null
                ? response(new AssistantMessage(text), generation(logprobs).build(), metadata().build())
                : response(calls.append(text), logprobs, null, null);
    }

    /** The last piece, whose text may be empty. */
    public ChatResponse end(String text, @Nullable List<TokenLogprob> logprobs, FinishReason reason,
            TokenUsage usage) {
        if (calls == null) {
            return response(new AssistantMessage(text), generation(logprobs).finishReason(reason.wireName()).build(),
                    metadata().usage(usage).build());
        }
        ToolCallText.Piece piece = calls.append(text).and(calls.finish());
        FinishReason told = reason == FinishReason.STOP && calls.hasCalls() ? FinishReason.TOOL_CALLS : reason;
        return response(piece, logprobs, told, usage);
    }

    /** A piece of a backend whose server reads the calls. */
    public ChatResponse calls(String text, List<AssistantMessage.ToolCall> calls) {
        return response(new ToolCallText.Piece(text, List.of(), calls), null, null, null);
    }

    /** The whole answer as one response. */
    public static ChatResponse join(List<ChatResponse> responses) {
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
        List<AssistantMessage.ToolCall> calls = generations.stream()
                .flatMap(generation -> generation.getOutput().getToolCalls().stream()).toList();
        return response(AssistantMessage.builder().content(text).toolCalls(calls).build(), metadata.build(),
                responses.getLast().getMetadata());
    }

    /** @param bytes the token's bytes in UTF-8 */
    public static TokenLogprob logprob(byte[] bytes, double logprob, List<TokenLogprob> top) {
        List<Integer> values = new ArrayList<>(bytes.length);
        for (byte each : bytes) {
            values.add(Byte.toUnsignedInt(each));
        }
        return new TokenLogprob(new String(bytes, StandardCharsets.UTF_8), values, logprob, top);
    }

    private ChatResponseMetadata.Builder metadata() {
        return ChatResponseMetadata.builder().id(id).model(model);
    }

    private ChatGenerationMetadata.Builder generation(@Nullable List<TokenLogprob> logprobs) {
        ChatGenerationMetadata.Builder generation = ChatGenerationMetadata.builder();
        if (logprobs != null) {
            generation.metadata(TokenLogprob.METADATA_KEY, logprobs);
        }
        if (run != null) {
            generation.metadata(AnswerRun.METADATA_KEY, run);
            run = null;
        }
        if (tokens != null) {
            generation.metadata(AnswerRun.TOKENS_KEY, tokens);
            tokens = null;
        }
        return generation;
    }

    private ChatResponse response(ToolCallText.Piece piece, @Nullable List<TokenLogprob> logprobs,
            @Nullable FinishReason reason, @Nullable TokenUsage usage) {
        ChatGenerationMetadata.Builder generation = generation(logprobs);
        if (!piece.deltas().isEmpty()) {
            generation.metadata(ToolCallDelta.METADATA_KEY, piece.deltas());
        }
        if (reason != null) {
            generation.finishReason(reason.wireName());
        }
        ChatResponseMetadata.Builder metadata = metadata();
        if (usage != null) {
            metadata.usage(usage);
        }
        return response(AssistantMessage.builder().content(piece.text()).toolCalls(piece.calls()).build(),
                generation.build(), metadata.build());
    }

    private static ChatResponse response(AssistantMessage message, ChatGenerationMetadata generation,
            ChatResponseMetadata response) {
        return new ChatResponse(List.of(new Generation(message, generation)), response);
    }
}
