package io.azulejo.openai;

import java.util.ArrayList;
import java.util.List;

import com.openai.models.completions.CompletionUsage;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.TokenLogprob;
import io.azulejo.backend.support.AnswerResponses;

/**
 * Turns the responses of Spring AI's model to one answer into those of the SPI. A server tells the finish reason and the
 * usage in chunks of their own after the text; here they are one response, the last.
 */
final class AnswerTranslator {

    private final AnswerResponses responses;
    private final UsageReader usages;
    private final Prompt prompt;
    private final boolean logprobs;
    private List<TokenLogprob> waiting = new ArrayList<>();
    private @Nullable FinishReason finishReason;
    private @Nullable CompletionUsage usage;
    private int pieces;

    /**
     * @param model the id of the model
     * @param prompt what is answered
     * @param logprobs whether it asks for log-probabilities
     */
    AnswerTranslator(String model, UsageReader usages, Prompt prompt, boolean logprobs) {
        this.responses = new AnswerResponses(model);
        this.usages = usages;
        this.prompt = prompt;
        this.logprobs = logprobs;
    }

    /** To be called once. */
    Flux<ChatResponse> translate(Flux<ChatResponse> served) {
        return served.<ChatResponse>handle((response, sink) -> {
            String text = read(response);
            List<ToolCall> calls = response.getResults().isEmpty()
                    ? List.of()
                    : response.getResults().getFirst().getOutput().getToolCalls();
            if (!calls.isEmpty()) {
                pieces++;
                sink.next(responses.calls(text, calls));
            } else if (!text.isEmpty()) {
                pieces++;
                sink.next(responses.piece(text, takeLogprobs()));
            }
        }).concatWith(Mono.fromCallable(this::end));
    }

    private String read(ChatResponse response) {
        CompletionUsage told = UsageReader.told(response);
        usage = told == null ? usage : told;
        waiting.addAll(ServedLogprobs.read(response));
        if (response.getResults().isEmpty()) {
            return "";
        }
        Generation generation = response.getResults().getFirst();
        FinishReason reason = finishReason(generation.getMetadata().getFinishReason());
        finishReason = reason == null ? finishReason : reason;
        String text = generation.getOutput().getText();
        return text == null ? "" : text;
    }

    private static @Nullable FinishReason finishReason(@Nullable String told) {
        return switch (told) {
            case null -> null;
            case "STOP" -> FinishReason.STOP;
            case "LENGTH" -> FinishReason.LENGTH;
            case "TOOL_CALLS" -> FinishReason.TOOL_CALLS;
            case "CONTENT_FILTER" ->
                throw new GenerationFailedException("The server's content filter ended the answer.", null);
            default -> throw new GenerationFailedException("The answer ended for a reason unknown here: " + told, null);
        };
    }

    private @Nullable List<TokenLogprob> takeLogprobs() {
        List<TokenLogprob> taken = waiting;
        waiting = new ArrayList<>();
        return logprobs ? List.copyOf(taken) : null;
    }

    /** A server that vanishes may look like one that has said everything. */
    private ChatResponse end() {
        if (finishReason == null) {
            throw new GenerationFailedException("The server ended the answer without saying why.", null);
        }
        return responses.end("", takeLogprobs(), finishReason, usages.usage(usage, prompt, pieces));
    }
}
