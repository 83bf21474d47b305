package io.azulejo.server.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.InvalidSettingException;

/** All models, by id: the configured ones and then those that stand for themselves, each in order. Thread-safe. */
public final class ModelCatalog {

    private final List<Backend> backends;
    private final Map<String, AvailableModel> models;
    private final String defaultModel;

    /**
     * @param configured the deployments of each model that is configured as such; a backend's model that is none of them
     *        stands for itself
     * @param configuredDefault the id of the default model, or null for the first one
     * @throws InvalidSettingException where two models have the same id, there is none, the default is unknown, or a
     *         deployment names what there is not
     */
    ModelCatalog(List<Backend> backends, Map<String, List<DeploymentConfiguration>> configured,
            @Nullable String configuredDefault) {
        this.backends = List.copyOf(backends);
        Map<String, AvailableModel> byId = new DeploymentReader(backends).models(configured);
        if (byId.isEmpty()) {
            throw new InvalidSettingException("azulejo.backends", null, "No backend serves a model.",
                    "Give a backend at least one model, such as azulejo.backends.local.models.nvlm.path=DIR.");
        }
        if (configuredDefault != null && !byId.containsKey(configuredDefault)) {
            throw new InvalidSettingException("azulejo.default-model", configuredDefault, "There is no such model.",
                    "Give one of " + String.join(", ", byId.keySet()) + ".");
        }
        this.models = Collections.unmodifiableMap(byId);
        this.defaultModel = configuredDefault != null ? configuredDefault : byId.keySet().iterator().next();
    }

    public List<AvailableModel> models() {
        return new ArrayList<>(models.values());
    }

    /** @throws UnknownModelException where no backend serves a model of this id */
    public AvailableModel require(String id) {
        AvailableModel model = models.get(id);
        if (model == null) {
            throw new UnknownModelException(id, List.copyOf(models.keySet()));
        }
        return model;
    }

    /** The id of the model that answers where a request names none. */
    public String defaultModel() {
        return defaultModel;
    }

    /** The running backends, in the order of the configuration. */
    public List<Backend> backends() {
        return backends;
    }
}
