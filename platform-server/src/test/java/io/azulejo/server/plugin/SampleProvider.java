package io.azulejo.server.plugin;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendProvider;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.tck.ScriptedBackendProvider;

/** What the plugins of the tests hold: a scripted backend by another name. */
public final class SampleProvider implements BackendProvider {

    @Override
    public String type() {
        return "sample";
    }

    @Override
    public Backend create(BackendSettings settings, LoadingListener listener) {
        return new ScriptedBackendProvider().create(settings, listener);
    }
}
