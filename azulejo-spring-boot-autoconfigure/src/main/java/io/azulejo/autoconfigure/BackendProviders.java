package io.azulejo.autoconfigure;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendProvider;
import io.azulejo.api.backend.InvalidSettingException;

/** The types of backends that the application has: beans, and what is on the class path. */
final class BackendProviders {

    private final Map<String, BackendProvider> byType = new TreeMap<>();

    BackendProviders(Collection<BackendProvider> beans) {
        beans.forEach(provider -> byType.putIfAbsent(provider.type(), provider));
        ServiceLoader.load(BackendProvider.class).forEach(provider -> byType.putIfAbsent(provider.type(), provider));
    }

    Set<String> types() {
        return Collections.unmodifiableSet(byType.keySet());
    }

    /** @throws InvalidSettingException where there is no such type */
    BackendProvider require(String type) {
        BackendProvider provider = byType.get(type);
        if (provider == null) {
            throw new InvalidSettingException(AzulejoProperties.PREFIX + ".type", type,
                    "There is no such type of backend on the class path.", byType.isEmpty()
                            ? "Depend on azulejo-spring-boot-starter or azulejo-remote-spring-boot-starter."
                            : "Known types: " + String.join(", ", byType.keySet()) + ".");
        }
        return provider;
    }

    /** Blocks while the model loads. */
    Backend create(AzulejoBackendDetails details) {
        LoadingLog progress = new LoadingLog();
        Backend backend = require(details.type()).create(details.settings(), progress);
        progress.done(backend);
        return backend;
    }
}
