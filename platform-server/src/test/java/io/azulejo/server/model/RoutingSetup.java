package io.azulejo.server.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.model.Continuation;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.tck.ScriptedBackend;

/** A model {@code seer} on up to three scripted backends. */
abstract class RoutingSetup {

    final BackendException away = new BackendUnavailableException("The machine is off.", null);
    final BackendException broken = new GenerationFailedException("Out of memory.", null);

    final ScriptedBackend first = ScriptedBackend.named("first", "large");
    final ScriptedBackend second = ScriptedBackend.named("second", "large", "small");
    final ScriptedBackend third = ScriptedBackend.named("third", "large");
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    static DeploymentConfiguration on(String backend, int priority) {
        return new DeploymentConfiguration(backend, "large", 1, priority, null, null, null, Set.of());
    }

    RoutingChatModel routing(DeploymentConfiguration... deployments) {
        return new RoutingChatModel(catalog(deployments), ObservationRegistry.NOOP, meters);
    }

    /** A model of these deployments, on the backends that they name. */
    ModelCatalog catalog(DeploymentConfiguration... deployments) {
        List<String> named = Stream.of(deployments).map(DeploymentConfiguration::backend).toList();
        return catalog(Stream.of(first, second, third).filter(backend -> named.contains(backend.name())).toList(),
                deployments);
    }

    static ModelCatalog catalog(List<ScriptedBackend> backends, DeploymentConfiguration... deployments) {
        return new ModelCatalog(List.copyOf(backends), Map.of("seer", List.of(deployments)), "seer");
    }

    /** Asked in this order. */
    RoutingChatModel inOrder() {
        return routing(on("first", 0), on("second", 1), on("third", 2));
    }

    static List<ChatResponse> stream(RoutingChatModel routing, Prompt prompt) {
        return routing.stream(prompt).collectList().blockOptional(Duration.ofSeconds(20)).orElseThrow();
    }

    static String text(List<ChatResponse> responses) {
        return responses.stream().map(response -> generation(response).getOutput().getText())
                .collect(Collectors.joining());
    }

    static Prompt prompt(GenerationOptions.Builder options) {
        return new Prompt(new UserMessage("Count."), options.build());
    }

    double attempts(String backend, String outcome) {
        return meters.get("azulejo.routing.attempts").tags("model", "seer", "backend", backend, "outcome", outcome)
                .counter().count();
    }

    static boolean isContinued(ChatResponse response) {
        return generation(response).getMetadata().containsKey(Continuation.METADATA_KEY);
    }

    static Generation generation(ChatResponse response) {
        return response.getResults().getFirst();
    }
}
