package io.azulejo.server.plugin;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendProvider;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;

/** A plugin's provider that cannot even be made. */
public final class BrokenProvider implements BackendProvider {

    public BrokenProvider() {
        throw new IllegalStateException("broken on purpose");
    }

    @Override
    public String type() {
        return "broken";
    }

    @Override
    public Backend create(BackendSettings settings, LoadingListener listener) {
        throw new UnsupportedOperationException();
    }
}
