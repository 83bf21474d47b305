package io.azulejo.triton;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.api.backend.Settings;

/** Opens backends as configuration would. */
final class TritonBackends {

    private TritonBackends() {}

    /**
     * @param endpoints as in the configuration
     * @param model the model's id, which is its name on the server
     * @param settings further settings of the model
     */
    static TritonBackend open(String endpoints, String model, Path checkpoint, Map<String, String> settings) {
        return open(Map.of("endpoints", endpoints, "check-interval", "200ms"), model, checkpoint, settings);
    }

    static TritonBackend open(Map<String, String> connection, String model, Path checkpoint,
            Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("path", checkpoint.toString());
        Backend backend = new TritonBackendProvider().create(new BackendSettings("far",
                new Settings("azulejo.backends.far", connection),
                Map.of(model, new Settings("azulejo.backends.far.models." + model, all)), Path.of("target")),
                LoadingListener.none());
        return (TritonBackend) backend;
    }
}
