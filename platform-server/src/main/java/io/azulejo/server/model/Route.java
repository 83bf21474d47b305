package io.azulejo.server.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.PromptSize;

/** The deployments that may answer a prompt, the one to be asked first at the front. */
final class Route {

    private final AvailableModel model;
    private final List<Deployment> deployments;

    private Route(AvailableModel model, List<Deployment> deployments) {
        this.model = model;
        this.deployments = deployments;
    }

    /** @throws UnsupportedRequestException where no deployment takes prompts of this kind */
    static Route of(AvailableModel model, Prompt prompt) {
        if (model.deployments().size() == 1 && model.deployments().getFirst().conditions().equals(Conditions.NONE)) {
            return new Route(model, model.deployments());
        }
        return new Route(model, Claim.order(model, suitable(model, prompt), prompt));
    }

    private static List<Deployment> suitable(AvailableModel model, Prompt prompt) {
        List<Deployment> suitable = takingPictures(model, prompt);
        if (suitable.stream().noneMatch(deployment -> deployment.conditions().askForTokens())) {
            return suitable;
        }
        int tokens = measure(model, prompt).promptTokens();
        List<Deployment> longEnough = suitable.stream()
                .filter(deployment -> deployment.conditions().allow(tokens)).toList();
        if (longEnough.isEmpty()) {
            throw new UnsupportedRequestException(("The prompt has %d tokens; no deployment of the model '%s' takes "
                    + "prompts of that length.").formatted(tokens, model.id()), "messages");
        }
        return longEnough;
    }

    private static List<Deployment> takingPictures(AvailableModel model, Prompt prompt) {
        boolean pictures = prompt.getInstructions().stream()
                .anyMatch(message -> message instanceof UserMessage user && !user.getMedia().isEmpty());
        List<Deployment> taking = model.deployments().stream()
                .filter(deployment -> deployment.conditions().allow(pictures)).toList();
        if (taking.isEmpty()) {
            throw new UnsupportedRequestException("No deployment of the model '%s' takes prompts %s pictures."
                    .formatted(model.id(), pictures ? "with" : "without"), "messages");
        }
        return taking;
    }

    /** Counts a prompt by a deployment that would take its pictures, if possible one that is up. */
    static PromptSize measure(AvailableModel model, Prompt prompt) {
        List<Deployment> taking = takingPictures(model, prompt);
        Deployment measuring = taking.stream().filter(Deployment::isUp).findFirst().orElse(taking.getFirst());
        return measuring.model().measure(measuring.adapt(prompt));
    }

    AvailableModel model() {
        return model;
    }

    /** @throws BackendUnavailableException where no deployment can serve now */
    Attempt first(RoutingMeters meters) {
        return deployments.stream().filter(Deployment::isUp).filter(Route::mayBeAsked).findFirst()
                .map(deployment -> new Attempt(model, deployment, true, meters))
                // Where failing of late would leave nobody, it is better to ask all the same.
                .or(() -> deployments.stream().filter(Deployment::isUp).findFirst()
                        .map(deployment -> new Attempt(model, deployment, false, meters)))
                .orElseThrow(() -> new BackendUnavailableException(
                        "The model '%s' cannot be reached now%s".formatted(model.id(), why()), null));
    }

    /** The next one that can serve now, where there is one. */
    Optional<Attempt> next(Set<Deployment> without, Predicate<Deployment> fits, RoutingMeters meters) {
        return deployments.stream().filter(deployment -> !without.contains(deployment)).filter(fits)
                .filter(Deployment::isUp).filter(Route::mayBeAsked).findFirst()
                .map(deployment -> new Attempt(model, deployment, true, meters));
    }

    /** Asks the circuit breaker, which counts who it lets through while it tries again: for one that is then asked. */
    private static boolean mayBeAsked(Deployment deployment) {
        return deployment.circuit().tryAcquirePermission();
    }

    private String why() {
        String messages = deployments.stream().map(deployment -> deployment.health().message())
                .filter(message -> message != null && !message.isEmpty()).distinct().collect(Collectors.joining("; "));
        return messages.isEmpty() ? "." : ": " + messages;
    }
}
