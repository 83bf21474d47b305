package com.example.reverse;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.error.BackendUnavailableException;

/** A backend that needs no server: what is asked comes back in the reverse order of its words. */
final class ReverseBackend implements Backend {

    private final String name;
    private final AtomicInteger active = new AtomicInteger();
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private volatile boolean open = true;
    private List<BackendModel> models = List.of();

    ReverseBackend(String name) {
        this.name = name;
    }

    ReverseBackend with(List<BackendModel> itsModels) {
        models = List.copyOf(itsModels);
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<BackendModel> models() {
        return models;
    }

    @Override
    public BackendHealth health() {
        return open ? BackendHealth.up(Map.of("active", active.get())) : BackendHealth.down("The backend is closed.");
    }

    /** How many answers are being made. */
    AtomicInteger active() {
        return active;
    }

    /** Errors when the backend closes, so that answers in progress end. */
    <T> Mono<T> failWhenClosed() {
        return closed.asMono().then(Mono.error(() -> new BackendUnavailableException("The backend is closed.", null)));
    }

    @Override
    public void close() {
        open = false;
        closed.tryEmitEmpty();
    }
}
