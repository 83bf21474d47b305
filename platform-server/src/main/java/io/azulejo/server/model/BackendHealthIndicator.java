package io.azulejo.server.model;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.model.ModelDescriptor;

/** What Actuator tells about one backend and its models. */
final class BackendHealthIndicator implements HealthIndicator {

    private final Backend backend;

    BackendHealthIndicator(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Health health() {
        BackendHealth state = backend.health();
        Health.Builder health = state.status() == BackendHealth.Status.UP ? Health.up() : Health.down();
        if (state.message() != null) {
            health.withDetail("message", state.message());
        }
        health.withDetails(state.details());
        Map<String, Object> models = new LinkedHashMap<>();
        for (BackendModel model : backend.models()) {
            models.put(model.descriptor().id(), describe(model.descriptor()));
        }
        return health.withDetail("models", models).build();
    }

    private static Map<String, Object> describe(ModelDescriptor model) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("family", model.family());
        described.put("contextLength", model.contextLength());
        described.put("pictures", model.capabilities().pictures());
        described.putAll(model.details());
        return described;
    }
}
