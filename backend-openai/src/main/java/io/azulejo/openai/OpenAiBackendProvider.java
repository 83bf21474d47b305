package io.azulejo.openai;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendProvider;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;

/** Makes backends that ask a server over OpenAI's API. */
public final class OpenAiBackendProvider implements BackendProvider {

    /** What configuration calls this type of backend. */
    public static final String TYPE = "openai";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Backend create(BackendSettings settings, LoadingListener listener) {
        return OpenAiBackend.create(settings);
    }
}
