package io.azulejo.tck;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.ModelRoom;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelCapabilities;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.api.model.PromptSize;
import io.azulejo.api.model.TokenLogprob;

/** A model of a {@link ScriptedBackend}. */
final class ScriptedModel implements BackendModel, ChatModel {

    private final ScriptedBackend backend;
    private final ModelDescriptor descriptor;

    ScriptedModel(ScriptedBackend backend, String id, Settings settings) {
        settings.rejectUnknown("context-length", "continues", "pictures", "max-pictures", "max-tiles",
                "tools", "response-format", "apply-orientation");
        this.backend = backend;
        boolean pictures = settings.bool("pictures", true);
        ModelCapabilities capabilities = new ModelCapabilities(pictures,
                pictures ? settings.integer("max-pictures", 1, 1000).orElse(16) : 0,
                pictures ? settings.integer("max-tiles", 1, 12).orElse(6) : 0, settings.bool("tools", true),
                settings.bool("continues", true), 20, parameters(settings));
        this.descriptor = new ModelDescriptor(id, "scripted", settings.integer("context-length", 1, 1 << 30)
                .orElse(4096), capabilities, Map.of());
    }

    private static Set<GenerationParameter> parameters(Settings settings) {
        Set<GenerationParameter> parameters = EnumSet.allOf(GenerationParameter.class);
        if (!settings.bool("response-format", false)) {
            parameters.remove(GenerationParameter.RESPONSE_FORMAT);
        }
        if (!settings.bool("tools", true)) {
            parameters.remove(GenerationParameter.TOOL_CHOICE);
        }
        return parameters;
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
        return ScriptedPromptSize.of(prompt, descriptor);
    }

    @Override
    public @Nullable ModelRoom room() {
        return backend.room();
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.defer(() -> {
            GenerationOptions options = GenerationOptions.from(prompt.getOptions());
            ScriptedRanges.check(options, descriptor);
            PromptSize size = measure(prompt);
            boolean begun = prompt.getInstructions().getLast() instanceof AssistantMessage;
            if (begun && !descriptor.capabilities().continues()) {
                throw new UnsupportedRequestException("The last message is the assistant's; this model does not go on "
                        + "with it.", "messages");
            }
            boolean calls = !options.tools().isEmpty() || prompt.getInstructions().stream()
                    .anyMatch(message -> message instanceof ToolResponseMessage);
            if (calls && !descriptor.capabilities().tools()) {
                throw new UnsupportedRequestException("This model cannot call tools.", "tools");
            }
            if (!size.fits()) {
                throw new InvalidRequestException("The prompt has %d tokens; the model's context is %d."
                        .formatted(size.promptTokens(), size.contextLength()), "messages",
                        InvalidRequestException.CONTEXT_LENGTH_EXCEEDED);
            }
            backend.enter(prompt);
            try {
                ScriptedAnswer answer = backend.script().answer(prompt, options);
                ScriptedResponses planned = ScriptedResponses.of(answer, options, size, descriptor.id());
                Flux<ChatResponse> pieces = Flux.fromIterable(planned.responses())
                        .concatMap(response -> answer.delay().isZero()
                                ? Mono.just(response)
                                : Mono.delay(answer.delay()).thenReturn(response));
                return pieces.concatWith(planned.failure() == null ? Mono.empty() : Mono.error(planned.failure()))
                        .takeUntilOther(backend.failWhenClosed())
                        .doFinally(signal -> backend.leave(signal == SignalType.CANCEL));
            } catch (RuntimeException e) {
                backend.leave(false);
                throw e;
            }
        });
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        List<ChatResponse> responses = stream(prompt).collectList().blockOptional().orElseThrow();
        StringBuilder text = new StringBuilder();
        ChatGenerationMetadata.Builder metadata = ChatGenerationMetadata.builder();
        List<TokenLogprob> logprobs = responses.stream().flatMap(response -> logprobs(response).stream()).toList();
        if (!logprobs.isEmpty()) {
            metadata.metadata(TokenLogprob.METADATA_KEY, logprobs);
        }
        responses.forEach(response -> text.append(generation(response).getOutput().getText()));
        ChatResponse last = responses.getLast();
        metadata.finishReason(generation(last).getMetadata().getFinishReason());
        ChatResponseMetadata whole = last.getMetadata();
        AssistantMessage message = AssistantMessage.builder().content(text.toString()).toolCalls(responses.stream()
                .flatMap(response -> generation(response).getOutput().getToolCalls().stream()).toList()).build();
        return new ChatResponse(List.of(new Generation(message, metadata.build())), whole);
    }

    private static Generation generation(ChatResponse response) {
        return response.getResults().getFirst();
    }

    private static List<TokenLogprob> logprobs(ChatResponse response) {
        return generation(response).getMetadata().getOrDefault(TokenLogprob.METADATA_KEY, List.<TokenLogprob>of());
    }
}
