package io.azulejo.triton;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendProvider;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;

/** Makes backends that speak to Triton Inference Servers. */
public final class TritonBackendProvider implements BackendProvider {

    /** What configuration calls this type of backend. */
    public static final String TYPE = "triton";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Backend create(BackendSettings settings, LoadingListener listener) {
        return TritonBackend.create(settings);
    }
}
