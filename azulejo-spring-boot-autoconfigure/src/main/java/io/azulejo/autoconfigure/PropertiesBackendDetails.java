package io.azulejo.autoconfigure;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.backend.Settings;

/** Reads from {@code spring.ai.azulejo} which backend answers. */
final class PropertiesBackendDetails {

    private static final String EMBEDDED = "embedded-libtorch";
    private static final String REMOTE = "openai";
    private static final String BACKEND_NAME = "azulejo";
    /** Keys, and beginnings of keys, that are not the backend's; without dashes and dots, as variables spell them. */
    private static final Set<String> OWN = Set.of("type", "datadirectory");
    private static final Set<String> OWN_GROUPS = Set.of("model.", "chat.");

    private final AzulejoProperties properties;
    private final Binder binder;
    private final BackendProviders providers;

    PropertiesBackendDetails(AzulejoProperties properties, Binder binder, BackendProviders providers) {
        this.properties = properties;
        this.binder = binder;
        this.providers = providers;
    }

    AzulejoBackendDetails details() {
        Settings backend = new Settings(AzulejoProperties.PREFIX, backendSettings());
        Settings model = new Settings(AzulejoProperties.PREFIX + ".model", properties.model());
        String type = type(backend);
        providers.require(type);
        return new AzulejoBackendDetails(type, new BackendSettings(BACKEND_NAME, backend,
                Map.of(modelId(type, model), model), dataDirectory()));
    }

    private Map<String, String> backendSettings() {
        Map<String, String> settings = new LinkedHashMap<>(binder
                .bind(AzulejoProperties.PREFIX, Bindable.mapOf(String.class, String.class)).orElse(Map.of()));
        settings.keySet().removeIf(key -> {
            String lower = key.toLowerCase(Locale.ROOT);
            return OWN.contains(lower.replaceAll("[-_.]", "")) || OWN_GROUPS.stream().anyMatch(lower::startsWith);
        });
        return settings;
    }

    private Path dataDirectory() {
        Path directory = properties.dataDirectory();
        return directory == null ? Path.of(System.getProperty("user.home"), ".azulejo") : directory;
    }

    private String type(Settings backend) {
        String type = properties.type();
        if (type != null && !type.isBlank()) {
            return type.strip();
        }
        if (backend.string("base-url").isPresent()) {
            return REMOTE;
        }
        return providers.types().size() == 1 ? providers.types().iterator().next() : EMBEDDED;
    }

    private String modelId(String type, Settings model) {
        return Optional.ofNullable(properties.chat().model()).filter(name -> !name.isBlank())
                .or(() -> model.string("model")).or(() -> model.string("path").flatMap(PropertiesBackendDetails::name))
                .orElseGet(() -> {
                    if (type.equals(EMBEDDED)) {
                        return BACKEND_NAME;
                    }
                    String property = AzulejoProperties.PREFIX + ".chat.model";
                    throw new InvalidSettingException(property, null, "The setting is missing.",
                            "Set " + property + " to the model's name on the server.");
                });
    }

    private static Optional<String> name(String path) {
        return Optional.ofNullable(Path.of(path.strip()).toAbsolutePath().normalize().getFileName())
                .map(Path::toString);
    }
}
