package io.azulejo.server.openai.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import reactor.core.publisher.Flux;

import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.TokenLogprob;

/**
 * From the responses of a model to the completion or the chunks of the wire.
 *
 * @param id the answer's id
 * @param created seconds since 1970
 * @param model the model's id
 */
record AnswerTranslator(String id, long created, String model) {

    /** All responses of each answer as one completion. */
    ChatCompletion completion(List<List<ChatResponse>> answers) {
        List<ChatCompletion.Choice> choices = new ArrayList<>();
        List<Usage> usages = new ArrayList<>();
        for (List<ChatResponse> responses : answers) {
            choices.add(choice(choices.size(), responses));
            usages.add(Usage.of(responses.isEmpty() ? null : responses.getLast().getMetadata().getUsage()));
        }
        return new ChatCompletion(id, "chat.completion", created, model, choices, Usage.sum(usages));
    }

    private static ChatCompletion.Choice choice(int index, List<ChatResponse> responses) {
        StringBuilder text = new StringBuilder();
        List<TokenLogprob> logprobs = new ArrayList<>();
        List<ChatCompletion.ToolCall> calls = new ArrayList<>();
        String finishReason = FinishReason.STOP.wireName();
        for (ChatResponse response : responses) {
            for (Generation generation : response.getResults()) {
                text.append(text(generation));
                logprobs.addAll(logprobs(generation));
                generation.getOutput().getToolCalls().stream().map(ChatCompletion.ToolCall::of).forEach(calls::add);
                finishReason = finishReason(generation) == null ? finishReason : finishReason(generation);
            }
        }
        ChatCompletion.Message message = new ChatCompletion.Message("assistant",
                text.isEmpty() && !calls.isEmpty() ? null : text.toString(), null, List.copyOf(calls));
        return new ChatCompletion.Choice(index, message, Logprobs.of(logprobs), String.valueOf(finishReason));
    }

    /**
     * The chunks of answers, each a choice: first the role, then each piece, then the finish reason; and at the end of
     * all, where asked for, the usage. A role comes with the first response, so that an error before any is not part of
     * a stream.
     */
    Flux<ChatCompletionChunk> chunks(List<Flux<ChatResponse>> answers, boolean includeUsage) {
        return Flux.defer(() -> {
            List<Usage> usages = Collections.synchronizedList(new ArrayList<>());
            List<Flux<ChatCompletionChunk>> choices = new ArrayList<>();
            for (Flux<ChatResponse> answer : answers) {
                choices.add(chunks(choices.size(), answer, usages, includeUsage));
            }
            Flux<ChatCompletionChunk> end = Flux.defer(() -> Flux.just(new ChatCompletionChunk(id,
                    "chat.completion.chunk", created, model, List.of(), new Usage.Reported(Usage.sum(usages)))));
            return Flux.merge(choices).concatWith(includeUsage ? end : Flux.empty());
        });
    }

    private Flux<ChatCompletionChunk> chunks(int index, Flux<ChatResponse> answer, List<Usage> usages,
            boolean includeUsage) {
        Usage.Reported none = includeUsage ? new Usage.Reported(null) : null;
        boolean[] started = new boolean[1];
        CallChunks calls = new CallChunks();
        return answer.concatMapIterable(response -> {
            List<ChatCompletionChunk> chunks = new ArrayList<>();
            if (!started[0]) {
                started[0] = true;
                chunks.add(chunk(index, ChatCompletionChunk.Delta.role("assistant"), null, null, none));
            }
            response.getResults().forEach(generation -> addTo(chunks, index, generation, calls, none));
            if (isLast(response)) {
                usages.add(Usage.of(response.getMetadata().getUsage()));
            }
            return chunks;
        });
    }

    private void addTo(List<ChatCompletionChunk> chunks, int index, Generation generation, CallChunks calls,
            Usage.@Nullable Reported none) {
        String text = text(generation);
        Logprobs logprobs = Logprobs.of(logprobs(generation));
        if (!text.isEmpty() || logprobs != null) {
            chunks.add(chunk(index, ChatCompletionChunk.Delta.text(text), logprobs, null, none));
        }
        calls.of(generation)
                .forEach(call -> chunks.add(chunk(index, ChatCompletionChunk.Delta.call(call), null, null, none)));
        String finishReason = finishReason(generation);
        if (finishReason != null) {
            chunks.add(chunk(index, ChatCompletionChunk.Delta.EMPTY, null, finishReason, none));
        }
    }

    private ChatCompletionChunk chunk(int index, ChatCompletionChunk.Delta delta, @Nullable Logprobs logprobs,
            @Nullable String finishReason, Usage.@Nullable Reported usage) {
        return new ChatCompletionChunk(id, "chat.completion.chunk", created, model,
                List.of(new ChatCompletionChunk.Choice(index, delta, logprobs, finishReason)), usage);
    }

    private static boolean isLast(ChatResponse response) {
        return response.getResults().stream().anyMatch(generation -> finishReason(generation) != null);
    }

    private static String text(Generation generation) {
        String text = generation.getOutput().getText();
        return text == null ? "" : text;
    }

    private static @Nullable String finishReason(Generation generation) {
        String reason = generation.getMetadata().getFinishReason();
        return reason == null || reason.isEmpty() ? null : reason;
    }

    private static List<TokenLogprob> logprobs(Generation generation) {
        return generation.getMetadata().getOrDefault(TokenLogprob.METADATA_KEY, List.<TokenLogprob>of());
    }
}
