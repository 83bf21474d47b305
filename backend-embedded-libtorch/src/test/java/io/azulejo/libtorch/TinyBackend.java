package io.azulejo.libtorch;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.api.backend.Settings;
import io.azulejo.tck.TinyCheckpoint;

/** Opens the embedded backend on a {@link TinyCheckpoint}. */
final class TinyBackend {

    static final String MODEL = "tiny";

    private TinyBackend() {}

    /** @param settings of the model, beside its path */
    static Backend open(Path checkpoint, Map<String, String> settings) {
        Map<String, String> model = new HashMap<>(settings);
        model.put("path", checkpoint.toString());
        return open(Map.of(MODEL, model));
    }

    static Backend open(Map<String, Map<String, String>> models) {
        Map<String, Settings> settings = new HashMap<>();
        models.forEach(
                (id, values) -> settings.put(id, new Settings("azulejo.backends.local.models." + id, values)));
        return new EmbeddedBackendProvider().create(new BackendSettings("local",
                new Settings("azulejo.backends.local", Map.of()), settings, Path.of("not-used")),
                LoadingListener.none());
    }

    /** A figure of the model's health. */
    static long figure(Backend backend, String name) {
        Map<?, ?> models = (Map<?, ?>) backend.health().details().getOrDefault("models", Map.of());
        return models.get(MODEL) instanceof Map<?, ?> figures && figures.get(name) instanceof Number number
                ? number.longValue()
                : -1;
    }
}
