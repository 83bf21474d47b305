package io.azulejo.libtorch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import org.bytedeco.javacpp.Pointer;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.libtorch.engine.EngineState;
import io.azulejo.libtorch.nativelib.FreedMemory;

/** Models in this JVM, each with an engine of its own. */
final class EmbeddedBackend implements Backend {

    private final String name;
    private final List<EmbeddedModel> models;
    private volatile boolean closed;

    private EmbeddedBackend(String name, List<EmbeddedModel> models) {
        this.name = name;
        this.models = List.copyOf(models);
    }

    static EmbeddedBackend create(BackendSettings settings, LoadingListener listener) {
        settings.settings().rejectUnknown();
        if (settings.models().isEmpty()) {
            String property = settings.settings().property("models");
            throw new InvalidSettingException(property, null, "The backend has no model.",
                    "Set " + property + ".<id>.path to the directory of a checkpoint.");
        }
        List<EmbeddedModel> models = new ArrayList<>();
        try {
            settings.models().forEach((id, model) -> models
                    .add(EmbeddedModelLoader.load(settings.name(), id, ModelSettings.of(model), listener)));
            return new EmbeddedBackend(settings.name(), models);
        } catch (Throwable e) {
            models.forEach(EmbeddedModel::close);
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
        Map<String, Object> figures = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (EmbeddedModel model : models) {
            EngineState state = model.state();
            String id = model.descriptor().id();
            figures.put(id, Map.of("queued", state.queued(), "running", state.running(), "free-blocks",
                    state.freeBlocks(), "total-blocks", state.totalBlocks(), "steps", state.steps(), "preemptions",
                    state.preemptions()));
            if (state.problem() != null) {
                problems.add(id + ": " + state.problem());
            }
        }
        Map<String, Object> details = Map.of("models", figures, "resident-bytes", Pointer.physicalBytes());
        return problems.isEmpty()
                ? BackendHealth.up(details)
                : new BackendHealth(BackendHealth.Status.DOWN, String.join(" ", problems), details);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        models.forEach(model -> model.bindTo(registry));
    }

    @Override
    public void close() {
        closed = true;
        models.forEach(EmbeddedModel::close);
        FreedMemory.giveBack();
    }
}
