package io.azulejo.server.openai.chat;

import java.util.ArrayList;
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

    /** All responses of one answer as one completion. */
    ChatCompletion completion(List<ChatResponse> responses) {
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
        Usage usage = Usage.of(responses.isEmpty() ? null : responses.getLast().getMetadata().getUsage());
        ChatCompletion.Message message = new ChatCompletion.Message("assistant",
                text.isEmpty() && !calls.isEmpty() ? null : text.toString(), null, List.copyOf(calls));
        return new ChatCompletion(id, "chat.completion", created, model,
                List.of(new ChatCompletion.Choice(0, message, Logprobs.of(logprobs), String.valueOf(finishReason))),
                usage);
    }

    /**
     * The chunks of an answer: first the role, then each piece, then the finish reason and, where asked for, the
     * usage. The role comes with the first response, so that an error before it is not part of a stream.
     */
    Flux<ChatCompletionChunk> chunks(Flux<ChatResponse> responses, boolean includeUsage) {
        Usage.Reported none = includeUsage ? new Usage.Reported(null) : null;
        return Flux.defer(() -> {
            boolean[] started = new boolean[1];
            CallChunks calls = new CallChunks();
            return responses.concatMapIterable(response -> {
                List<ChatCompletionChunk> chunks = new ArrayList<>();
                if (!started[0]) {
                    started[0] = true;
                    chunks.add(chunk(ChatCompletionChunk.Delta.role("assistant"), null, null, none));
                }
                response.getResults().forEach(generation -> addTo(chunks, generation, calls, none));
                if (includeUsage && isLast(response)) {
                    chunks.add(new ChatCompletionChunk(id, "chat.completion.chunk", created, model, List.of(),
                            new Usage.Reported(Usage.of(response.getMetadata().getUsage()))));
                }
                return chunks;
            });
        });
    }

    private void addTo(List<ChatCompletionChunk> chunks, Generation generation, CallChunks calls,
            Usage.@Nullable Reported none) {
        String text = text(generation);
        Logprobs logprobs = Logprobs.of(logprobs(generation));
        if (!text.isEmpty() || logprobs != null) {
            chunks.add(chunk(ChatCompletionChunk.Delta.text(text), logprobs, null, none));
        }
        calls.of(generation)
                .forEach(call -> chunks.add(chunk(ChatCompletionChunk.Delta.call(call), null, null, none)));
        String finishReason = finishReason(generation);
        if (finishReason != null) {
            chunks.add(chunk(ChatCompletionChunk.Delta.EMPTY, null, finishReason, none));
        }
    }

    private ChatCompletionChunk chunk(ChatCompletionChunk.Delta delta, @Nullable Logprobs logprobs,
            @Nullable String finishReason, Usage.@Nullable Reported usage) {
        return new ChatCompletionChunk(id, "chat.completion.chunk", created, model,
                List.of(new ChatCompletionChunk.Choice(0, delta, logprobs, finishReason)), usage);
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
