package io.azulejo.server.model;

import java.util.List;
import java.util.Map;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import io.azulejo.api.backend.BackendHealth;

/** What Actuator tells about the models that users pick: whether each can be served, and by which deployments. */
final class ModelsHealthIndicator implements HealthIndicator {

    private final ModelCatalog catalog;

    ModelsHealthIndicator(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public Health health() {
        List<AvailableModel> models = catalog.models();
        Health.Builder health = models.stream()
                .allMatch(model -> model.health().status() == BackendHealth.Status.UP) ? Health.up() : Health.down();
        models.forEach(model -> health.withDetail(model.id(),
                model.deployments().stream().map(deployment -> describe(deployment.view())).toList()));
        return health.build();
    }

    private static Map<String, Object> describe(Deployment.View deployment) {
        return Map.of("backend", deployment.backend(), "model", deployment.model(), "weight", deployment.weight(),
                "priority", deployment.priority(), "ready", deployment.ready(), "circuit", deployment.circuit());
    }
}
