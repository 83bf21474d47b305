package io.azulejo.server.model;

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
 * the backend. Errors are {@link UnknownModelException} and {@link io.azulejo.api.error.BackendException}s.
 */
public final class RoutingChatModel implements ChatModel {

    private final ModelCatalog catalog;

    RoutingChatModel(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    /** Blocks until the answer is whole. */
    @Override
    public ChatResponse call(Prompt prompt) {
        return resolve(prompt).chatModel().call(prompt);
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.defer(() -> resolve(prompt).chatModel().stream(prompt))
                .subscribeOn(Schedulers.boundedElastic(), false);
    }

    @Override
    public ChatOptions getOptions() {
        return GenerationOptions.builder().model(catalog.defaultModel()).build();
    }

    private AvailableModel resolve(Prompt prompt) {
        GenerationOptions options = GenerationOptions.from(prompt.getOptions());
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
