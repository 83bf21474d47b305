package io.azulejo.triton;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.triton.client.EndpointState;
import io.azulejo.triton.client.TritonCluster;

/** Models on one or several Triton servers. */
final class TritonBackend implements Backend {

    private final String name;
    private final TritonCluster cluster;
    private final TritonMeters meters;
    private final List<TritonModel> models;
    private volatile boolean closed;

    private TritonBackend(String name, TritonCluster cluster, TritonMeters meters, List<TritonModel> models) {
        this.name = name;
        this.cluster = cluster;
        this.meters = meters;
        this.models = List.copyOf(models);
    }

    static TritonBackend create(BackendSettings settings) {
        ConnectionSettings connection = ConnectionSettings.of(settings.settings());
        if (settings.models().isEmpty()) {
            String property = settings.settings().property("models");
            throw new InvalidSettingException(property, null, "The backend has no model.", "Set " + property
                    + ".<id>.path to the directory of its checkpoint, and .model to its name on the server.");
        }
        TritonMeters meters = new TritonMeters(settings.name());
        TritonCluster cluster = new TritonCluster(connection.clients(), connection.maxInFlight(),
                connection.checkInterval(), meters);
        List<TritonModel> models = new ArrayList<>();
        try {
            ServerInspection server = new ServerInspection(cluster, connection);
            server.awaitServer();
            settings.models().forEach((id, values) -> models
                    .add(new TritonModelLoader(id, ServedModelSettings.of(id, values), server, cluster).load()));
            return new TritonBackend(settings.name(), cluster, meters, models);
        } catch (Throwable e) {
            cluster.close();
            models.forEach(TritonModel::close);
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<BackendModel> models() {
        return List.copyOf(models);
    }

    @Override
    public BackendHealth health() {
        if (closed) {
            return BackendHealth.down("The backend is closed.");
        }
        List<EndpointState> states = cluster.states();
        Map<String, Object> endpoints = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (EndpointState state : states) {
            endpoints.put(state.endpoint(), Map.of("reachable", state.reachable(), "in-flight", state.inFlight(),
                    "circuit", state.circuit(), "models", state.models()));
            if (state.problem() != null) {
                problems.add(state.endpoint() + ": " + state.problem());
            }
        }
        Map<String, Object> details = Map.of("endpoints", endpoints);
        if (states.stream().noneMatch(EndpointState::reachable)) {
            return new BackendHealth(BackendHealth.Status.DOWN, "No server is ready. " + String.join("; ", problems),
                    details);
        }
        List<String> missing = models.stream().map(TritonModel::servedName)
                .filter(model -> states.stream().noneMatch(
                        state -> state.reachable() && state.models().getOrDefault(model, true)))
                .toList();
        return missing.isEmpty()
                ? BackendHealth.up(details)
                : new BackendHealth(BackendHealth.Status.DOWN, "No server has " + String.join(", ", missing)
                        + " ready.", details);
    }

    /** Requests in flight at all servers. */
    int inFlight() {
        return cluster.states().stream().mapToInt(EndpointState::inFlight).sum();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        meters.bindTo(registry, cluster);
    }

    @Override
    public void observeWith(ObservationRegistry registry) {
        models.forEach(model -> model.observeWith(registry));
    }

    @Override
    public void close() {
        closed = true;
        cluster.close();
        models.forEach(TritonModel::close);
    }
}
