package io.azulejo.libtorch;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendProvider;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;

/** Makes backends that run models on LibTorch within this JVM. */
public final class EmbeddedBackendProvider implements BackendProvider {

    /** What configuration calls this type of backend. */
    public static final String TYPE = "embedded-libtorch";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Backend create(BackendSettings settings, LoadingListener listener) {
        return EmbeddedBackend.create(settings, listener);
    }
}
