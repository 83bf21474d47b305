package io.azulejo.server.administration;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.server.administration.BackendState.Failed;
import io.azulejo.server.administration.BackendState.Loading;
import io.azulejo.server.administration.BackendState.Progress;
import io.azulejo.server.administration.BackendState.Ready;
import io.azulejo.server.administration.BackendState.Unloaded;
import io.azulejo.server.administration.BackendState.Unloading;
import io.azulejo.server.model.BackendConfiguration;

/**
 * A backend as administrators see it, on the instance that answers.
 *
 * @param source {@code configuration} or {@code database}; only the latter can be changed here
 * @param state {@code ready}, {@code loading}, {@code failed}, {@code unloading} or {@code unloaded}
 * @param problem why it failed, in words, or null
 * @param loadingSince since when it is loading, or null
 * @param progress how far loading has come, or null
 * @param settings the backend's own settings; what looks like a secret is shown as {@code ***}
 * @param models each model's settings by its id, likewise
 * @param health how it is, with figures such as queue length and memory; null where it does not run
 * @param serving what it serves now, with device maps
 */
record BackendView(String name, @Nullable String type,
        @Schema(allowableValues = {
                "configuration", "database"}) String source,
        @Schema(allowableValues = {"ready", "loading", "failed", "unloading", "unloaded"}) String state,
        @Nullable String problem, @Nullable Instant loadingSince, @Nullable Progress progress,
        Map<String, String> settings,
        Map<String, Map<String, String>> models, @Nullable Health health, List<ModelDescriptor> serving) {

    static final String SECRET = "***";

    /** @param ready whether it can serve */
    record Health(boolean ready, @Nullable String message, Map<String, Object> details) {

        private static Health of(BackendHealth health) {
            return new Health(health.status() == BackendHealth.Status.UP, health.message(), health.details());
        }
    }

    static BackendView of(BackendConfiguration backend, boolean configured, BackendState state,
            @Nullable Backend running) {
        Map<String, Map<String, String>> models = new LinkedHashMap<>();
        backend.models().forEach((id, settings) -> models.put(id, withoutSecrets(settings)));
        return new BackendView(backend.name(), backend.type(), configured ? "configuration" : "database",
                switch (state) {
                    case Ready _ -> "ready";
                    case Loading _ -> "loading";
                    case Failed _ -> "failed";
                    case Unloading _ -> "unloading";
                    case Unloaded _ -> "unloaded";
                }, state instanceof Failed(String problem) ? problem : null,
                state instanceof Loading(Instant since, _) ? since : null,
                state instanceof Loading(_, Progress progress) ? progress : null, withoutSecrets(backend.settings()),
                models, running == null ? null : Health.of(running.health()),
                running == null ? List.of() : running.models().stream().map(model -> model.descriptor()).toList());
    }

    boolean isSettled() {
        return !state.equals("loading") && !state.equals("unloading");
    }

    private static Map<String, String> withoutSecrets(Map<String, String> settings) {
        Map<String, String> shown = new LinkedHashMap<>(settings);
        shown.replaceAll((key, value) -> isSecret(key) ? SECRET : value);
        return shown;
    }

    static boolean isSecret(String key) {
        String plain = key.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
        return plain.endsWith("key") || (plain.contains("token") && !plain.contains("tokens"))
                || plain.contains("password") || plain.contains("secret");
    }
}
