package io.azulejo.server.model;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/** One entry for each backend that runs at the time. */
final class BackendsHealth implements CompositeHealthContributor {

    private final Backends backends;

    BackendsHealth(Backends backends) {
        this.backends = backends;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        return backends.find(name).map(BackendHealthIndicator::new).orElse(null);
    }

    @Override
    public Stream<Entry> stream() {
        return backends.all().stream().map(backend -> new Entry(backend.name(), new BackendHealthIndicator(backend)));
    }
}
