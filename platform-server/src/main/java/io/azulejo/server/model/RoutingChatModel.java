package io.azulejo.server.model;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.model.GenerationOptions;

/**
 * Sends each prompt to the model that its options name, or to the default one. What the model cannot do is refused
 * before its backend is touched.
 * <p>
 * A stream answers on the backend's threads; nothing of it runs on the thread that subscribes. Cancelling it cancels
 * the backend. Errors are {@link UnknownModelException} and {@link io.azulejo.api.error.BackendException}s. What is
 * answered is observed as Spring AI's own models are.
 */
public final class RoutingChatModel implements ChatModel {

    private final ModelCatalog catalog;
    private final ObservationRegistry observations;

    RoutingChatModel(ModelCatalog catalog, ObservationRegistry observations) {
        this.catalog = catalog;
        this.observations = observations;
    }

    /** Blocks until the answer is whole. */
    @Override
    public ChatResponse call(Prompt prompt) {
        GenerationOptions options = GenerationOptions.from(prompt.getOptions());
        AvailableModel model = resolve(prompt, options);
        ChatObservation observation = new ChatObservation(observations, prompt, options, model.id(), false);
        return observation.observe(() -> model.chatModel().call(prompt));
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.defer(() -> {
            GenerationOptions options = GenerationOptions.from(prompt.getOptions());
            AvailableModel model = resolve(prompt, options);
            ChatObservation observation = new ChatObservation(observations, prompt, options, model.id(), true);
            return observation.observe(model.chatModel().stream(prompt));
        }).subscribeOn(Schedulers.boundedElastic(), false);
    }

    @Override
    public ChatOptions getOptions() {
        return GenerationOptions.builder().model(catalog.defaultModel()).build();
    }

    private AvailableModel resolve(Prompt prompt, GenerationOptions options) {
        String named = options.model();
        AvailableModel model = catalog.require(named == null ? catalog.defaultModel() : named);
        PromptChecks.check(prompt, options, model.descriptor());
        BackendHealth health = model.health();
        if (health.status() == BackendHealth.Status.DOWN) {
            throw new BackendUnavailableException(
                    "The model '%s' cannot be reached now%s".formatted(model.id(),
                            health.message() == null ? "." : ": " + health.message()),
                    null);
        }
        return model;
    }
}
