package io.azulejo.server.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.InvalidSettingException;

/** All models of all backends, by id, in the order of the configuration. Thread-safe. */
public final class ModelCatalog {

    private final List<Backend> backends;
    private final Map<String, AvailableModel> models;
    private final String defaultModel;

    /**
     * @param configuredDefault the id of the default model, or null for the first one
     * @throws InvalidSettingException where two backends serve the same id, none serves any, or the default is unknown
     */
    ModelCatalog(List<Backend> backends, @Nullable String configuredDefault) {
        this.backends = List.copyOf(backends);
        Map<String, AvailableModel> byId = new LinkedHashMap<>();
        for (Backend backend : backends) {
            for (BackendModel model : backend.models()) {
                AvailableModel added = new AvailableModel(model, backend);
                AvailableModel present = byId.putIfAbsent(added.id(), added);
                if (present != null) {
                    throw duplicate(present, added);
                }
            }
        }
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

    private static InvalidSettingException duplicate(AvailableModel present, AvailableModel added) {
        return new InvalidSettingException("azulejo.backends.%s.models.%s".formatted(added.backend(), added.id()), null,
                "The model id '%s' is taken by azulejo.backends.%s.models.%s.".formatted(added.id(), present.backend(),
                        present.id()),
                "Give one of the two another id.");
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
