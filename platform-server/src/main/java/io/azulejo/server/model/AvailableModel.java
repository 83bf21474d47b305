package io.azulejo.server.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Mono;

import io.azulejo.api.backend.AttentionMapping;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.AnswerAttention;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.api.model.PromptSize;

/** A model that a user may pick, and the deployments that serve it. */
public final class AvailableModel {

    private final ModelDescriptor descriptor;
    private final List<Deployment> deployments;

    private AvailableModel(ModelDescriptor descriptor, List<Deployment> deployments) {
        this.descriptor = descriptor;
        this.deployments = List.copyOf(deployments);
    }

    /** A backend's model under its own id. */
    static AvailableModel of(Deployment alone) {
        return new AvailableModel(alone.descriptor(), List.of(alone));
    }

    static AvailableModel of(String id, List<Deployment> deployments) {
        return new AvailableModel(CommonDescriptor.of(id, deployments), deployments);
    }

    /** The name by which requests pick this model. */
    public String id() {
        return descriptor.id();
    }

    /** What all its deployments can do. */
    public ModelDescriptor descriptor() {
        return descriptor;
    }

    /** The names of the backends that serve it, with commas between. */
    public String backend() {
        return deployments.stream().map(Deployment::backend).distinct().collect(Collectors.joining(", "));
    }

    /** Whether any of its deployments can serve now; their messages where none can. */
    public BackendHealth health() {
        if (deployments.size() == 1) {
            return deployments.getFirst().health();
        }
        return deployments.stream().anyMatch(Deployment::isUp)
                ? new BackendHealth(BackendHealth.Status.UP, null, Map.of())
                : BackendHealth.down(deployments.stream()
                        .map(deployment -> deployment.name() + ": " + deployment.health().message())
                        .collect(Collectors.joining("; ")));
    }

    /**
     * Counts what a prompt costs without running the model. Computes for a while where the prompt is long: not for an
     * event loop.
     *
     * @throws io.azulejo.api.error.UnsupportedRequestException where the model cannot do what is asked
     * @throws io.azulejo.api.error.InvalidRequestException where the prompt could not be run at all
     */
    public PromptSize measure(Prompt prompt) {
        PromptChecks.check(prompt, GenerationOptions.from(prompt.getOptions()), descriptor);
        PromptSize size = Route.measure(this, prompt);
        return new PromptSize(size.textTokens(), size.imageTokens(), descriptor.contextLength(), size.pictures());
    }

    /** Whether it can show where it looked. */
    boolean mapsAttention() {
        return deployments.stream().anyMatch(deployment -> deployment.model() instanceof AttentionMapping);
    }

    /**
     * Looks at an answer once more, by a deployment that can.
     *
     * @see AttentionMapping#attention
     */
    public Mono<AnswerAttention> attention(Prompt prompt, String answer) {
        List<Deployment> mapping = deployments.stream()
                .filter(deployment -> deployment.model() instanceof AttentionMapping).toList();
        if (mapping.isEmpty()) {
            return Mono.error(new UnsupportedRequestException(
                    "The model '%s' cannot show where it looked.".formatted(id()), "model"));
        }
        Deployment asked = mapping.stream().filter(Deployment::isUp).findFirst().orElse(mapping.getFirst());
        return ((AttentionMapping) asked.model()).attention(asked.adapt(prompt), answer);
    }

    /** What serves it to members of these groups, if anything. */
    Optional<AvailableModel> forGroups(Set<String> groups) {
        List<Deployment> theirs = deployments.stream()
                .filter(deployment -> deployment.conditions().allowAny(groups)).toList();
        if (theirs.size() == deployments.size()) {
            return Optional.of(this);
        }
        return theirs.isEmpty() ? Optional.empty() : Optional.of(of(id(), theirs));
    }

    List<Deployment> deployments() {
        return deployments;
    }
}
