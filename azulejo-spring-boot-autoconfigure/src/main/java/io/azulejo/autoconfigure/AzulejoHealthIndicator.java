package io.azulejo.autoconfigure;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.model.ModelDescriptor;

/** What Actuator tells about the backend and its model. */
final class AzulejoHealthIndicator implements HealthIndicator {

    private final Backend backend;

    AzulejoHealthIndicator(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Health health() {
        BackendHealth state = backend.health();
        Health.Builder health = state.status() == BackendHealth.Status.UP ? Health.up() : Health.down();
        if (state.message() != null) {
            health.withDetail("message", state.message());
        }
        ModelDescriptor model = backend.models().getFirst().descriptor();
        return health.withDetails(state.details()).withDetail("model", model.id())
                .withDetail("family", model.family()).withDetail("contextLength", model.contextLength()).build();
    }
}
