package io.azulejo.tck;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendProvider;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;

/** Makes {@link ScriptedBackend}s: {@code azulejo.backends.<name>.type=scripted}. */
public final class ScriptedBackendProvider implements BackendProvider {

    /** What configuration calls this type of backend. */
    public static final String TYPE = "scripted";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Backend create(BackendSettings settings, LoadingListener listener) {
        return ScriptedBackend.create(settings, listener);
    }
}
