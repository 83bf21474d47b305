package com.example.reverse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelCapabilities;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.api.model.PromptSize;
import io.azulejo.api.model.TokenUsage;

/** Says the last question's words in reverse, again and again, up to the most tokens. A word is a token. */
final class ReverseModel implements BackendModel, ChatModel {

    private static final int CONTEXT = 4096;
    private static final Set<GenerationParameter> PARAMETERS = EnumSet.of(GenerationParameter.MAX_TOKENS,
            GenerationParameter.TEMPERATURE);

    private final ModelDescriptor descriptor;
    private final Duration delay;
    private final ReverseBackend backend;

    ReverseModel(String id, Settings settings, ReverseBackend backend) {
        settings.rejectUnknown("delay", "apply-orientation");
        this.delay = settings.duration("delay").orElse(Duration.ofMillis(2));
        this.backend = backend;
        this.descriptor = new ModelDescriptor(id, "Reverse", CONTEXT,
                new ModelCapabilities(false, 0, 0, false, false, 0, PARAMETERS), Map.of());
    }

    @Override
    public ModelDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public ChatModel chatModel() {
        return this;
    }

    @Override
    public PromptSize measure(Prompt prompt) {
        if (prompt.getInstructions().isEmpty()) {
            throw new InvalidRequestException("The prompt has no message.", "messages",
                    InvalidRequestException.INVALID_VALUE);
        }
        if (prompt.getInstructions().getLast() instanceof AssistantMessage) {
            throw new UnsupportedRequestException("This model does not go on with an answer.", "messages");
        }
        int words = 0;
        for (Message message : prompt.getInstructions()) {
            if (message instanceof UserMessage user && !user.getMedia().isEmpty()) {
                throw new UnsupportedRequestException("This model reads text only.", "messages");
            }
            words += words(message).size();
        }
        return new PromptSize(words, 0, CONTEXT, List.of());
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        // Nothing happens, and nothing is thrown, before somebody subscribes.
        return Flux.defer(() -> answer(prompt));
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        List<ChatResponse> pieces = stream(prompt).collectList().blockOptional().orElseThrow();
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.getResult().getOutput().getText()));
        return new ChatResponse(List.of(new Generation(new AssistantMessage(text.toString()),
                pieces.getLast().getResult().getMetadata())), pieces.getLast().getMetadata());
    }

    private Flux<ChatResponse> answer(Prompt prompt) {
        GenerationOptions options = GenerationOptions.from(prompt.getOptions());
        check(options);
        PromptSize size = measure(prompt);
        if (!size.fits()) {
            throw new InvalidRequestException("The prompt has " + size.promptTokens() + " tokens; the model's context is "
                    + CONTEXT + ".", "messages", InvalidRequestException.CONTEXT_LENGTH_EXCEEDED);
        }
        List<String> words = new ArrayList<>(words(prompt.getInstructions().getLast()));
        Collections.reverse(words);
        int room = CONTEXT - size.promptTokens();
        int tokens = Math.min(room, options.maxTokens() == null ? words.size() : options.maxTokens());
        String id = UUID.randomUUID().toString();
        Flux<ChatResponse> pieces = Flux.range(0, tokens).delayElements(delay)
                .map(i -> i + 1 < tokens
                        ? response(id, words.get(i % words.size()) + " ", null, null)
                        : response(id, words.get(i % words.size()), FinishReason.LENGTH,
                                new TokenUsage(size.promptTokens(), tokens, 0, 0)));
        return pieces.takeUntilOther(backend.failWhenClosed()).doOnSubscribe(_ -> backend.active().incrementAndGet())
                .doFinally(_ -> backend.active().decrementAndGet());
    }

    private void check(GenerationOptions options) {
        if (!options.tools().isEmpty()) {
            throw new UnsupportedRequestException("This model cannot call tools.", "tools");
        }
        List<String> unknown = options.asked().keySet().stream().filter(parameter -> !PARAMETERS.contains(parameter))
                .map(GenerationParameter::wireName).toList();
        if (!unknown.isEmpty()) {
            throw new UnsupportedRequestException("This model does not take " + String.join(", ", unknown) + ".",
                    unknown.getFirst());
        }
        if (options.maxTokens() != null && options.maxTokens() < 1) {
            throw outOfRange(GenerationParameter.MAX_TOKENS, options.maxTokens());
        }
        if (options.temperature() != null && !(options.temperature() >= 0 && options.temperature() <= 2)) {
            throw outOfRange(GenerationParameter.TEMPERATURE, options.temperature());
        }
    }

    private static InvalidRequestException outOfRange(GenerationParameter parameter, Object value) {
        return new InvalidRequestException(parameter.wireName() + " cannot be " + value + ".", parameter.wireName(),
                InvalidRequestException.INVALID_VALUE);
    }

    private static List<String> words(Message message) {
        String text = message.getText() == null || message.getText().isBlank() ? "nothing" : message.getText();
        return List.of(text.strip().split("\\s+"));
    }

    /** @param end why the answer ended, in its last piece; the usage goes with it */
    private ChatResponse response(String id, String text, FinishReason end, TokenUsage usage) {
        ChatGenerationMetadata.Builder generation = ChatGenerationMetadata.builder();
        ChatResponseMetadata.Builder response = ChatResponseMetadata.builder().id(id).model(descriptor.id());
        if (end != null) {
            generation.finishReason(end.wireName());
            response.usage(usage);
        }
        return new ChatResponse(List.of(new Generation(new AssistantMessage(text), generation.build())),
                response.build());
    }
}
