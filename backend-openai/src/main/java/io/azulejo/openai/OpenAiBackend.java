package io.azulejo.openai;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.InvalidSettingException;

/** Models of one server that speaks OpenAI's API. */
final class OpenAiBackend implements Backend {

    private final OpenAiServer server;
    private final List<OpenAiModel> models;

    private OpenAiBackend(OpenAiServer server, List<OpenAiModel> models) {
        this.server = server;
        this.models = List.copyOf(models);
    }

    /** A server that is away now does not hinder, as long as nothing must be asked of it. */
    static OpenAiBackend create(BackendSettings settings) {
        ServerSettings address = ServerSettings.of(settings.settings());
        Map<String, ModelSettings> wanted = new LinkedHashMap<>();
        settings.models().forEach((id, model) -> wanted.put(id, ModelSettings.of(id, model)));
        if (wanted.isEmpty()) {
            String property = settings.settings().property("models");
            throw new InvalidSettingException(property, null, "The backend has no model.",
                    "Set " + property + ".<id>.model to a model's name on the server.");
        }
        OpenAiServer server = OpenAiServer.open(settings.name(), address);
        try {
            List<OpenAiModel> models = new ArrayList<>();
            wanted.forEach((id, model) -> models.add(OpenAiModelLoader.load(id, model, server)));
            return new OpenAiBackend(server, models);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return server.backend();
    }

    @Override
    public List<BackendModel> models() {
        return List.copyOf(models);
    }

    @Override
    public BackendHealth health() {
        if (server.inFlight().isClosed()) {
            return BackendHealth.down("The backend is closed.");
        }
        Map<String, Object> details = Map.of("server", server.address(), "in-flight", server.inFlight().count());
        String problem = server.health().problem();
        return problem == null
                ? BackendHealth.up(details)
                : new BackendHealth(BackendHealth.Status.DOWN, problem, details);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        models.forEach(model -> model.meters().bindTo(registry));
    }

    @Override
    public void close() {
        server.close();
    }
}
