package io.azulejo.server.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.error.BackendUnavailableException;

/** All models, by id: the configured ones and then those that stand for themselves, each in order. Thread-safe. */
public final class ModelCatalog {

    private final @Nullable String configuredDefault;
    private volatile Contents contents;

    /** One state of the catalogue. */
    private record Contents(List<Backend> backends, Map<String, AvailableModel> models) {}

    /**
     * @param configured the deployments of each model that is configured as such; a backend's model that is none of them
     *        stands for itself
     * @param configuredDefault the id of the default model, or null for the first one
     * @throws InvalidSettingException where two models have the same id, there is none, the default is unknown, or a
     *         deployment names what there is not
     */
    ModelCatalog(List<Backend> backends, Map<String, List<DeploymentConfiguration>> configured,
            @Nullable String configuredDefault) {
        this(configuredDefault, new DeploymentReader(backends, List.of()).models(configured), backends);
        if (contents.models().isEmpty()) {
            throw new InvalidSettingException("azulejo.backends", null, "No backend serves a model.",
                    "Give a backend at least one model, such as azulejo.backends.local.models.nvlm.path=DIR.");
        }
        if (configuredDefault != null && !contents.models().containsKey(configuredDefault)) {
            throw new InvalidSettingException("azulejo.default-model", configuredDefault, "There is no such model.",
                    "Give one of " + String.join(", ", contents.models().keySet()) + ".");
        }
    }

    private ModelCatalog(@Nullable String configuredDefault, Map<String, AvailableModel> models,
            List<Backend> backends) {
        this.configuredDefault = configuredDefault;
        this.contents = new Contents(List.copyOf(backends), Collections.unmodifiableMap(models));
    }

    /** A catalogue where some of the configured backends do not run: there may be no model at all. */
    static ModelCatalog ofThoseThatRun(List<Backend> backends, Map<String, List<DeploymentConfiguration>> configured,
            @Nullable String configuredDefault) {
        ModelCatalog catalog = new ModelCatalog(configuredDefault, Map.of(), List.of());
        catalog.update(backends, configured);
        return catalog;
    }

    /**
     * Offers what these backends serve from now on. Answers in progress are not touched.
     *
     * @param deployments those that name a backend or a model that there is not are left out
     * @throws InvalidSettingException where two models have the same id; nothing changes then
     */
    void update(List<Backend> backends, Map<String, List<DeploymentConfiguration>> deployments) {
        List<Deployment> before = contents.models().values().stream().flatMap(model -> model.deployments().stream())
                .toList();
        DeploymentReader reader = new DeploymentReader(backends, before);
        contents = new Contents(List.copyOf(backends),
                Collections.unmodifiableMap(reader.models(reader.served(deployments))));
    }

    public List<AvailableModel> models() {
        return new ArrayList<>(contents.models().values());
    }

    /** @throws UnknownModelException where no backend serves a model of this id */
    public AvailableModel require(String id) {
        Map<String, AvailableModel> models = contents.models();
        AvailableModel model = models.get(id);
        if (model == null) {
            throw new UnknownModelException(id, List.copyOf(models.keySet()));
        }
        return model;
    }

    Optional<AvailableModel> find(String id) {
        return Optional.ofNullable(contents.models().get(id));
    }

    /**
     * The id of the model that answers where a request names none: the configured default, or the first one where that
     * is not loaded.
     *
     * @throws BackendUnavailableException where no model is loaded
     */
    public String defaultModel() {
        Map<String, AvailableModel> models = contents.models();
        if (configuredDefault != null && models.containsKey(configuredDefault)) {
            return configuredDefault;
        }
        return models.keySet().stream().findFirst().orElseThrow(() -> new BackendUnavailableException(
                "No model is loaded now. An administrator can load one.", null));
    }

    /** The running backends, in the order in which they were started. */
    public List<Backend> backends() {
        return contents.backends();
    }

    List<Deployment> deploymentsOf(String backend) {
        return contents.models().values().stream().flatMap(model -> model.deployments().stream())
                .filter(deployment -> deployment.backend().equals(backend)).toList();
    }
}
