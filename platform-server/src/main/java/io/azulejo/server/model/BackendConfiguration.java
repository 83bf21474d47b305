package io.azulejo.server.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.ResolvableType;

/**
 * What {@code azulejo.backends.<name>} says. Keys that are neither {@code type} nor {@code models} belong to the
 * backend, those of a model to the model: only the provider knows them.
 *
 * @param settings the backend's own settings by key, as written
 * @param models each model's settings by key, as written
 */
public record BackendConfiguration(String name, @Nullable String type, Map<String, String> settings,
        Map<String, Map<String, String>> models) {

    static final String PREFIX = "azulejo.backends";

    /** Keeps the order of the models, which is that of the catalogue. */
    public BackendConfiguration {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }

    /** The part that has a fixed form. */
    record Known(@Nullable String type, @Nullable Map<String, Map<String, String>> models) {}

    String prefix() {
        return PREFIX + "." + name;
    }

    /** All configured backends, in the order of the configuration. */
    static List<BackendConfiguration> bind(Binder binder) {
        Map<String, Known> known = binder.bind(PREFIX, Bindable.mapOf(String.class, Known.class)).orElse(Map.of());
        ResolvableType texts = ResolvableType.forClassWithGenerics(Map.class, String.class, String.class);
        Bindable<Map<String, Map<String, String>>> free = Bindable
                .of(ResolvableType.forClassWithGenerics(Map.class, ResolvableType.forClass(String.class), texts));
        Map<String, Map<String, String>> all = binder.bind(PREFIX, free).orElse(Map.of());
        return withoutPlainTwins(known).entrySet().stream().map(entry -> {
            Map<String, Map<String, String>> models = entry.getValue().models();
            Map<String, String> own = new LinkedHashMap<>(all.getOrDefault(entry.getKey(), Map.of()));
            own.keySet().removeIf(BackendConfiguration::isKnown);
            return new BackendConfiguration(entry.getKey(), entry.getValue().type(), own,
                    models == null ? Map.of() : withoutPlainTwins(models));
        }).toList();
    }

    private static boolean isKnown(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.equals("type") || lower.equals("models") || lower.startsWith("models.");
    }

    /**
     * An environment variable can name {@code my-model} only as {@code MYMODEL}, which comes as an entry of its own
     * beside the one that it overrides and with the same values. The one written in full is kept.
     */
    private static <T> Map<String, T> withoutPlainTwins(Map<String, T> entries) {
        Set<String> writtenInFull = entries.keySet().stream().filter(name -> !plain(name).equals(name))
                .map(BackendConfiguration::plain).collect(Collectors.toSet());
        Map<String, T> kept = new LinkedHashMap<>(entries);
        kept.keySet().removeIf(writtenInFull::contains);
        return kept;
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
