package io.azulejo.tck;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.PromptSize;
import io.azulejo.api.model.TokenLogprob;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.api.model.ToolCallDelta;

/**
 * The responses of one scripted answer: a piece each, then the end with finish reason and usage.
 *
 * @param failure what comes instead of the end, or null
 */
record ScriptedResponses(List<ChatResponse> responses, @Nullable BackendException failure) {

    private static final int ARGUMENTS_PIECE = 8;

    static ScriptedResponses of(ScriptedAnswer answer, GenerationOptions options, PromptSize size, String model) {
        int room = size.contextLength() - size.promptTokens();
        int most = options.maxTokens() == null ? room : Math.min(room, options.maxTokens());
        List<String> stops = options.stopSequences() == null ? List.of() : options.stopSequences();
        List<ChatResponse> responses = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int shown = 0;
        int tokens = 0;
        boolean stopped = false;
        List<TokenLogprob> waiting = new ArrayList<>();
        for (String piece : answer.pieces()) {
            if (tokens == most || stopped) {
                break;
            }
            tokens++;
            text.append(piece);
            waiting.add(logprob(piece, options));
            int stop = stops.stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
            stopped = stop >= 0;
            int end = stopped ? stop : text.length() - heldBack(text, stops);
            if (end > shown) {
                responses.add(response(text.substring(shown, end), waiting, options, model));
                waiting.clear();
                shown = end;
            }
        }
        boolean whole = stopped || (tokens == answer.pieces().size() && tokens < most);
        if (whole && !stopped && answer.failure() != null) {
            return new ScriptedResponses(responses, answer.failure());
        }
        if (whole && !stopped) {
            for (int i = 0; i < answer.calls().size(); i++) {
                List<ChatResponse> call = call(i, answer.calls().get(i), model);
                responses.addAll(call);
                tokens += call.size();
            }
        }
        FinishReason reason = stopped ? FinishReason.STOP : whole ? answer.finishReason() : FinishReason.LENGTH;
        boolean calls = whole && !stopped && !answer.calls().isEmpty() && reason == FinishReason.STOP;
        reason = calls ? FinishReason.TOOL_CALLS : reason;
        boolean endToken = whole && !stopped && reason != FinishReason.LENGTH;
        String rest = stopped || shown >= text.length() ? "" : text.substring(shown);
        responses.add(end(rest, waiting, options, model, reason,
                new TokenUsage(size.promptTokens(), tokens + (endToken ? 1 : 0), size.imageTokens(),
                        Math.min(answer.cachedTokens(), size.promptTokens()))));
        return new ScriptedResponses(responses, null);
    }

    /** The name, the arguments in pieces, then the whole call. */
    private static List<ChatResponse> call(int index, ToolCall call, String model) {
        List<ChatResponse> responses = new ArrayList<>();
        String arguments = call.arguments();
        responses.add(delta(new ToolCallDelta(index, call.id(), call.name(), ""), List.of(), model));
        for (int i = 0; i < arguments.length(); i += ARGUMENTS_PIECE) {
            int end = Math.min(arguments.length(), i + ARGUMENTS_PIECE);
            responses.add(delta(new ToolCallDelta(index, call.id(), call.name(), arguments.substring(i, end)),
                    end == arguments.length() ? List.of(call) : List.of(), model));
        }
        return responses;
    }

    private static ChatResponse delta(ToolCallDelta delta, List<ToolCall> whole, String model) {
        ChatGenerationMetadata metadata = ChatGenerationMetadata.builder()
                .metadata(ToolCallDelta.METADATA_KEY, List.of(delta)).build();
        return new ChatResponse(
                List.of(new Generation(AssistantMessage.builder().content("").toolCalls(whole).build(), metadata)),
                ChatResponseMetadata.builder().model(model).build());
    }

    /** How many characters at the end may be the beginning of a stop string. */
    private static int heldBack(CharSequence text, List<String> stops) {
        int most = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, text.length()); length > most; length--) {
                if (stop.startsWith(text.subSequence(text.length() - length, text.length()).toString())) {
                    most = length;
                }
            }
        }
        return most;
    }

    private static ChatResponse response(String text, List<TokenLogprob> logprobs, GenerationOptions options,
            String model) {
        return new ChatResponse(List.of(new Generation(new AssistantMessage(text), metadata(logprobs, options, null))),
                ChatResponseMetadata.builder().model(model).build());
    }

    private static ChatResponse end(String text, List<TokenLogprob> logprobs, GenerationOptions options, String model,
            FinishReason reason, TokenUsage usage) {
        return new ChatResponse(
                List.of(new Generation(new AssistantMessage(text), metadata(logprobs, options, reason))),
                ChatResponseMetadata.builder().model(model).usage(usage).build());
    }

    private static ChatGenerationMetadata metadata(List<TokenLogprob> logprobs, GenerationOptions options,
            @Nullable FinishReason reason) {
        ChatGenerationMetadata.Builder metadata = ChatGenerationMetadata.builder();
        if (reason != null) {
            metadata.finishReason(reason.wireName());
        }
        if (Boolean.TRUE.equals(options.logprobs()) && !logprobs.isEmpty()) {
            metadata.metadata(TokenLogprob.METADATA_KEY, List.copyOf(logprobs));
        }
        return metadata.build();
    }

    private static TokenLogprob logprob(String piece, GenerationOptions options) {
        int top = options.topLogprobs() == null ? 0 : options.topLogprobs();
        return token(piece, -0.25, IntStream.range(0, top)
                .mapToObj(rank -> token(rank == 0 ? piece : piece + rank, -0.25 - rank, List.of())).toList());
    }

    private static TokenLogprob token(String text, double logprob, List<TokenLogprob> top) {
        List<Integer> bytes = new ArrayList<>();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(value & 0xFF);
        }
        return new TokenLogprob(text, bytes, logprob, top);
    }
}
