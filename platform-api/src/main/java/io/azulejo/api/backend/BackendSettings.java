package io.azulejo.api.backend;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What configuration says about one backend.
 *
 * @param name the backend's name
 * @param settings the settings of the backend itself, without {@code type} and {@code models}
 * @param models the settings of each model by its id, in the order of the configuration
 * @param dataDirectory where the application keeps its files; a backend may keep caches in a folder of its own there
 */
public record BackendSettings(String name, Settings settings, Map<String, Settings> models, Path dataDirectory) {

    public BackendSettings {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }
}
