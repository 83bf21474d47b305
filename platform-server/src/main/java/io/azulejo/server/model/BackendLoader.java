package io.azulejo.server.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendProvider;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.api.backend.Settings;

/** Makes the configured backends, one after the other. */
final class BackendLoader {

    private static final Logger log = LoggerFactory.getLogger(BackendLoader.class);

    private final Map<String, BackendProvider> providers = new TreeMap<>();
    private final Path dataDirectory;
    private final Map<String, String> modelDefaults;

    /** @param modelDefaults settings that each model gets unless it has its own */
    BackendLoader(Collection<BackendProvider> providers, Path dataDirectory, Map<String, String> modelDefaults) {
        providers.forEach(provider -> this.providers.putIfAbsent(provider.type(), provider));
        this.dataDirectory = dataDirectory;
        this.modelDefaults = Map.copyOf(modelDefaults);
    }

    /** Either all backends, ready to serve, or an exception and none left open. */
    List<Backend> load(List<BackendConfiguration> configurations) {
        long start = System.nanoTime();
        List<Backend> loaded = new ArrayList<>();
        try {
            for (BackendConfiguration configuration : configurations) {
                loaded.add(load(configuration, LoadingListener.none()));
            }
            if (loaded.size() > 1) {
                log.info("{} backends are ready after {}", loaded.size(), LoadingLog.since(start));
            }
            return List.copyOf(loaded);
        } catch (RuntimeException e) {
            loaded.forEach(Backend::close);
            throw e;
        }
    }

    /** The types that there are providers for. */
    Set<String> types() {
        return Collections.unmodifiableSet(providers.keySet());
    }

    /**
     * Makes one backend.
     *
     * @param listener hears how far loading has come, beside the log
     */
    Backend load(BackendConfiguration configuration, LoadingListener listener) {
        BackendProvider provider = provider(configuration);
        Map<String, Settings> models = new LinkedHashMap<>();
        configuration.models().forEach((id, values) -> {
            // What is said of the model itself goes first, however it is spelt.
            Map<String, String> all = new LinkedHashMap<>(values);
            modelDefaults.forEach(all::putIfAbsent);
            models.put(id, new Settings(configuration.prefix() + ".models." + id, all));
        });
        BackendSettings settings = new BackendSettings(configuration.name(),
                new Settings(configuration.prefix(), configuration.settings()), models, dataDirectory);
        LoadingLog progress = new LoadingLog(configuration.name());
        try {
            Backend backend = provider.create(settings, (model, loaded, total) -> {
                progress.progress(model, loaded, total);
                listener.progress(model, loaded, total);
            });
            progress.done(backend);
            return backend;
        } catch (InvalidSettingException e) {
            throw e;
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            log.debug("Backend {} could not start", configuration.name(), e);
            throw new BackendStartException(configuration, e);
        }
    }

    private BackendProvider provider(BackendConfiguration configuration) {
        String property = configuration.prefix() + ".type";
        String known = "Known types: " + String.join(", ", providers.keySet()) + ".";
        String type = configuration.type();
        if (type == null || type.isBlank()) {
            throw new InvalidSettingException(property, null, "The backend has no type.", known);
        }
        BackendProvider provider = providers.get(type);
        if (provider == null) {
            throw new InvalidSettingException(property, type, "There is no such type of backend.", known);
        }
        log.debug("Backend {} is made by {}", configuration.name(), provider.getClass().getName());
        return provider;
    }
}
