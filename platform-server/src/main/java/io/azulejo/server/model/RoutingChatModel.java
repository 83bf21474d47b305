package io.azulejo.server.model;

import java.util.Objects;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import io.azulejo.api.model.GenerationOptions;

/**
 * Sends each prompt to the model that its options name, or to the default one, and there to one of its deployments. What
 * the model cannot do is refused before a backend is touched. An answer of which a deployment says nothing, or breaks, is
 * given by another one where there is one; {@link io.azulejo.api.model.Continuation} tells of it.
 * <p>
 * A stream answers on the backends' threads; nothing of it runs on the thread that subscribes. Cancelling it cancels
 * the backend. Errors are {@link UnknownModelException} and {@link io.azulejo.api.error.BackendException}s. What is
 * answered is observed as Spring AI's own models are.
 */
public final class RoutingChatModel implements ChatModel {

    private final ModelCatalog catalog;
    private final ObservationRegistry observations;
    private final RoutingMeters meters;

    RoutingChatModel(ModelCatalog catalog, ObservationRegistry observations, MeterRegistry meters) {
        this.catalog = catalog;
        this.observations = observations;
        this.meters = new RoutingMeters(meters);
    }

    /** Blocks until the answer is whole. */
    @Override
    public ChatResponse call(Prompt prompt) {
        GenerationOptions options = GenerationOptions.from(prompt.getOptions());
        AvailableModel model = named(options);
        PromptChecks.check(prompt, options, model.descriptor());
        Flux<ChatResponse> answer = answer(model, prompt,
                (deployment, asked) -> Flux.defer(() -> Flux.just(deployment.model().chatModel().call(asked))));
        ChatObservation observation = new ChatObservation(observations, prompt, options, model.id(), false);
        return observation.observe(() -> Objects.requireNonNull(answer.blockLast()));
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.defer(() -> stream(named(GenerationOptions.from(prompt.getOptions())), prompt));
    }

    /** The answer of a model of the catalogue, whichever one the prompt names. */
    public Flux<ChatResponse> stream(AvailableModel model, Prompt prompt) {
        return Flux.defer(() -> {
            GenerationOptions options = GenerationOptions.from(prompt.getOptions());
            PromptChecks.check(prompt, options, model.descriptor());
            Flux<ChatResponse> answer = answer(model, prompt,
                    (deployment, asked) -> deployment.model().chatModel().stream(asked));
            return new ChatObservation(observations, prompt, options, model.id(), true).observe(answer);
        }).subscribeOn(Schedulers.boundedElastic(), false);
    }

    @Override
    public ChatOptions getOptions() {
        return GenerationOptions.builder().model(catalog.defaultModel()).build();
    }

    private AvailableModel named(GenerationOptions options) {
        String named = options.model();
        return catalog.require(named == null ? catalog.defaultModel() : named);
    }

    private Flux<ChatResponse> answer(AvailableModel model, Prompt prompt, RoutedAnswer.Asking asking) {
        Route route = Route.of(model, prompt);
        return new RoutedAnswer(route, prompt, meters, asking).from(route.first(meters));
    }
}
