package io.azulejo.server.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.InvalidSettingException;

/** Makes models of the configured deployments, and of the backends' models that are deployments of none. */
final class DeploymentReader {

    private final Map<String, Backend> backends = new LinkedHashMap<>();
    private final List<Deployment> before;

    /** @param before deployments whose circuit breakers and answers in progress are kept where they stay as they are */
    DeploymentReader(List<Backend> backends, List<Deployment> before) {
        this.before = before;
        backends.forEach(backend -> this.backends.put(backend.name(), backend));
    }

    /** @throws InvalidSettingException where a deployment names what there is not, or two models have the same id */
    Map<String, AvailableModel> models(Map<String, List<DeploymentConfiguration>> configured) {
        Map<String, AvailableModel> models = new LinkedHashMap<>();
        Set<BackendModel> deployed = new LinkedHashSet<>();
        configured.forEach((id, configurations) -> {
            List<Deployment> deployments = deployments(id, configurations);
            deployments.forEach(deployment -> deployed.add(deployment.model()));
            models.put(id, AvailableModel.of(id, deployments));
        });
        Map<String, String> places = new HashMap<>();
        configured.keySet().forEach(id -> places.put(id, DeploymentConfiguration.PREFIX + "." + id));
        for (Backend backend : backends.values()) {
            for (BackendModel model : backend.models()) {
                if (deployed.contains(model)) {
                    continue;
                }
                AvailableModel alone = AvailableModel.of(kept(Deployment.alone(model, backend)));
                String place = "azulejo.backends.%s.models.%s".formatted(backend.name(), alone.id());
                String taken = places.putIfAbsent(alone.id(), place);
                if (taken != null) {
                    throw new InvalidSettingException(place, null,
                            "The model id '%s' is taken by %s.".formatted(alone.id(), taken),
                            "Give one of the two another id, or name both backends in %s.%s.deployments."
                                    .formatted(DeploymentConfiguration.PREFIX, alone.id()));
                }
                models.put(alone.id(), alone);
            }
        }
        return models;
    }

    private List<Deployment> deployments(String id, List<DeploymentConfiguration> configurations) {
        String property = "%s.%s.deployments".formatted(DeploymentConfiguration.PREFIX, id);
        if (configurations.isEmpty()) {
            throw new InvalidSettingException(property, null, "The model has no deployments.",
                    "List at least one, such as " + property + "[0].backend=" + known(backends.keySet()) + ".");
        }
        List<Deployment> deployments = new ArrayList<>();
        for (int i = 0; i < configurations.size(); i++) {
            Deployment added = deployment(id, property + "[" + i + "]", configurations.get(i));
            if (deployments.stream().anyMatch(present -> present.name().equals(added.name()))) {
                throw new InvalidSettingException(property + "[" + i + "]", added.name(),
                        "The model has this deployment already.", "Take one of the two out.");
            }
            deployments.add(added);
        }
        return deployments;
    }

    private Deployment deployment(String id, String property, DeploymentConfiguration configuration) {
        Backend backend = backend(property + ".backend", configuration.backend());
        String name = configuration.model() == null ? id : configuration.model();
        BackendModel model = backend.models().stream().filter(served -> served.descriptor().id().equals(name))
                .findFirst().orElseThrow(() -> new InvalidSettingException(property + ".model", configuration.model(),
                        "The backend '%s' has no model '%s'.".formatted(backend.name(), name),
                        "Give one of " + known(backend.models().stream().map(served -> served.descriptor().id())
                                .collect(Collectors.toCollection(LinkedHashSet::new))) + "."));
        if (configuration.weight() < 1) {
            throw new InvalidSettingException(property + ".weight", String.valueOf(configuration.weight()),
                    "A deployment of no weight would get no prompt.", "Give 1 or more, or take the deployment out.");
        }
        Integer fewest = configuration.minPromptTokens();
        Integer most = configuration.maxPromptTokens();
        if (most != null && (most < 1 || (fewest != null && fewest > most))) {
            throw new InvalidSettingException(property + ".max-prompt-tokens", most.toString(),
                    "No prompt is that short.", "Give a number of tokens above those of min-prompt-tokens.");
        }
        return kept(new Deployment(model, backend, configuration.weight(), configuration.priority(),
                configuration.conditions()));
    }

    private Deployment kept(Deployment made) {
        return before.stream().filter(made::isLike).findFirst().orElse(made);
    }

    /**
     * Those of the deployments that name a model which a backend serves. Where a backend has a model under the very id
     * that others are to serve too, it is among them.
     */
    Map<String, List<DeploymentConfiguration>> served(Map<String, List<DeploymentConfiguration>> configured) {
        Map<String, List<DeploymentConfiguration>> present = new LinkedHashMap<>();
        configured.forEach((id, all) -> {
            List<DeploymentConfiguration> served = new ArrayList<>(
                    all.stream().filter(one -> isServed(id, one)).toList());
            backends.keySet().stream().map(name -> DeploymentConfiguration.of(name, id))
                    .filter(own -> isServed(id, own)).filter(own -> served.stream().noneMatch(own::isOfTheSame))
                    .forEach(served::add);
            if (!served.isEmpty()) {
                present.put(id, served);
            }
        });
        return present;
    }

    private boolean isServed(String id, DeploymentConfiguration configuration) {
        Backend backend = configuration.backend() == null ? null : backends.get(configuration.backend());
        String name = configuration.model() == null ? id : configuration.model();
        return backend != null
                && backend.models().stream().anyMatch(model -> model.descriptor().id().equals(name));
    }

    private Backend backend(String property, @Nullable String name) {
        Backend backend = name == null ? null : backends.get(name);
        if (backend == null) {
            throw new InvalidSettingException(property, name,
                    name == null ? "The deployment names no backend." : "There is no such backend.",
                    "Give one of " + known(backends.keySet()) + ".");
        }
        return backend;
    }

    private static String known(Set<String> names) {
        return String.join(", ", names);
    }
}
