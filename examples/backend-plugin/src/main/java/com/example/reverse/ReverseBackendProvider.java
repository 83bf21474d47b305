package com.example.reverse;

import java.util.List;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.BackendProvider;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;

/** Found by the application through META-INF/services: {@code azulejo.backends.<name>.type=reverse}. */
public final class ReverseBackendProvider implements BackendProvider {

    @Override
    public String type() {
        return "reverse";
    }

    @Override
    public Backend create(BackendSettings settings, LoadingListener listener) {
        settings.settings().rejectUnknown();
        ReverseBackend backend = new ReverseBackend(settings.name());
        List<BackendModel> models = settings.models().entrySet().stream()
                .<BackendModel>map(model -> new ReverseModel(model.getKey(), model.getValue(), backend)).toList();
        return backend.with(models);
    }
}
