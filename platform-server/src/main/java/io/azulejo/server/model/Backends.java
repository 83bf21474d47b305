package io.azulejo.server.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.api.backend.Backend;

/** The running backends; closing it closes each of them. Thread-safe. */
final class Backends implements MeterBinder, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Backends.class);

    private final Map<String, Backend> running = new LinkedHashMap<>();
    private @Nullable MeterRegistry meters;
    private ObservationRegistry observations = ObservationRegistry.NOOP;
    private boolean closed;

    Backends(List<Backend> started) {
        started.forEach(backend -> running.put(backend.name(), backend));
    }

    /** In the order in which they were started. */
    synchronized List<Backend> all() {
        return List.copyOf(running.values());
    }

    synchronized Optional<Backend> find(String name) {
        return Optional.ofNullable(running.get(name));
    }

    synchronized void add(Backend backend) {
        if (closed) {
            close(backend);
            return;
        }
        backend.observeWith(observations);
        if (meters != null) {
            backend.bindTo(meters);
        }
        running.put(backend.name(), backend);
    }

    /** Closes a backend and forgets it, its meters too. */
    synchronized void remove(String name) {
        Backend backend = running.remove(name);
        if (backend != null) {
            close(backend);
            MeterRegistry registry = meters;
            if (registry != null) {
                List<Meter> its = registry.getMeters().stream()
                        .filter(meter -> name.equals(meter.getId().getTag("backend"))).toList();
                its.forEach(registry::remove);
            }
        }
    }

    synchronized void observeWith(ObservationRegistry registry) {
        observations = registry;
        running.values().forEach(backend -> backend.observeWith(registry));
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        meters = registry;
        running.values().forEach(backend -> backend.bindTo(registry));
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(Backends::close);
        running.clear();
    }

    private static void close(Backend backend) {
        try {
            backend.close();
        } catch (RuntimeException e) {
            log.warn("Backend {} did not close well", backend.name(), e);
        }
    }
}
