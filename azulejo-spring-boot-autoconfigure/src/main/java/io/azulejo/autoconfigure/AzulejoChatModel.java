package io.azulejo.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.util.CollectionUtils;
import reactor.core.publisher.Flux;

import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.api.model.PromptSize;

/**
 * The one model of the application's backend, observed as Spring AI's own models are. As with those, the options of a
 * prompt replace the default ones as a whole; {@code ChatClient} merges them before.
 * <p>
 * A stream answers on the backend's threads, and cancelling it cancels the backend. Errors are
 * {@link io.azulejo.api.error.BackendException}s.
 */
public final class AzulejoChatModel implements ChatModel {

    private final BackendModel model;
    private final GenerationOptions defaults;
    private final ObservationRegistry registry;
    private final @Nullable ChatModelObservationConvention convention;

    AzulejoChatModel(BackendModel model, GenerationOptions defaults, ObservationRegistry registry,
            @Nullable ChatModelObservationConvention convention) {
        this.model = model;
        this.defaults = defaults.mutate().model(model.descriptor().id()).build();
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        Prompt request = request(prompt);
        return new ChatObservation(registry, convention, request, false)
                .observe(() -> model.chatModel().call(request));
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.defer(() -> {
            Prompt request = request(prompt);
            return new ChatObservation(registry, convention, request, true)
                    .observe(model.chatModel().stream(request));
        });
    }

    @Override
    public ChatOptions getOptions() {
        return defaults;
    }

    /** What the model is and can do. */
    public ModelDescriptor descriptor() {
        return model.descriptor();
    }

    /** What a prompt would cost, pictures included, without running the model. */
    public PromptSize measure(Prompt prompt) {
        return model.measure(request(prompt));
    }

    private Prompt request(Prompt prompt) {
        ChatOptions asked = prompt.getOptions();
        if (!descriptor().capabilities().tools() && asked instanceof ToolCallingChatOptions tools
                && !CollectionUtils.isEmpty(tools.getToolCallbacks())) {
            throw new UnsupportedRequestException("This model does not call tools.", "tools");
        }
        GenerationOptions options = asked == null ? defaults : GenerationOptions.from(asked);
        String id = descriptor().id();
        if (options.model() != null && !options.model().equals(id)) {
            throw new InvalidRequestException(
                    "There is no model '%s' here; leave the name out or give '%s'.".formatted(options.model(), id),
                    "model", InvalidRequestException.INVALID_VALUE);
        }
        return new Prompt(prompt.getInstructions(), options.mutate().model(id).build());
    }
}
