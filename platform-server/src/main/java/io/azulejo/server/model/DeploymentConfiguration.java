package io.azulejo.server.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;

/**
 * What one of {@code azulejo.models.<id>.deployments} says.
 *
 * @param backend the name of a backend
 * @param model the id of one of its models; the id of the model that it serves if not set
 * @param weight how large a share of the conversations it gets among those of its priority
 * @param priority those of a higher number answer only where none of a lower one can
 * @param pictures true where it takes only prompts with pictures, false where only those without
 * @param minPromptTokens the fewest tokens of a prompt that it takes
 * @param maxPromptTokens the most tokens of a prompt that it takes
 * @param groups the names of the groups that it is for; for everybody where empty
 */
public record DeploymentConfiguration(@Nullable String backend, @Nullable String model, @DefaultValue("1") int weight,
        @DefaultValue("0") int priority, @Nullable Boolean pictures, @Nullable Integer minPromptTokens,
        @Nullable Integer maxPromptTokens, @DefaultValue Set<String> groups) {

    static final String PREFIX = "azulejo.models";

    /** What {@code azulejo.models.<id>} says. */
    record Model(@Nullable List<DeploymentConfiguration> deployments) {}

    /** The deployments of each configured model, in the order of the configuration. A misspelt key is an error. */
    static Map<String, List<DeploymentConfiguration>> bind(Binder binder) {
        Map<String, Model> models = binder
                .bind(PREFIX, Bindable.mapOf(String.class, Model.class),
                        new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()))
                .orElse(Map.of());
        Map<String, List<DeploymentConfiguration>> deployments = new LinkedHashMap<>();
        models.forEach((id, model) -> deployments.put(id,
                model.deployments() == null ? List.of() : List.copyOf(model.deployments())));
        return deployments;
    }

    /** A backend's model that takes any prompt. */
    static DeploymentConfiguration of(String backend, String model) {
        return new DeploymentConfiguration(backend, model, 1, 0, null, null, null, Set.of());
    }

    /** Whether both name the same model of the same backend, for a model of that id. */
    boolean isOfTheSame(DeploymentConfiguration other) {
        return Objects.equals(backend, other.backend) && (other.model == null || Objects.equals(model, other.model));
    }

    Conditions conditions() {
        return new Conditions(pictures, minPromptTokens, maxPromptTokens, groups);
    }
}
