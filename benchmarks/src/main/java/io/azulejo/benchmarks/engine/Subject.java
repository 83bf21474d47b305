package io.azulejo.benchmarks.engine;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.api.backend.Settings;
import io.azulejo.libtorch.EmbeddedBackendProvider;

/** The embedded backend with one model, as an application opens it. */
final class Subject implements AutoCloseable {

    private static final String PREFIX = "azulejo.backends.benchmark";
    /** Room for 16 sequences of the longest prompts measured. */
    private static final String CACHE = "512MB";

    private final Backend backend;

    private Subject(Backend backend) {
        this.backend = backend;
    }

    /** @param settings of the model, beside its path */
    static Subject open(Path checkpoint, Map<String, String> settings) {
        Map<String, String> model = new LinkedHashMap<>(Map.of("path", checkpoint.toString(), "kv-cache-bytes", CACHE));
        model.putAll(settings);
        return new Subject(new EmbeddedBackendProvider().create(new BackendSettings("benchmark",
                new Settings(PREFIX, Map.of()), Map.of("model", new Settings(PREFIX + ".models.model", model)),
                Path.of(System.getProperty("java.io.tmpdir"))), LoadingListener.none()));
    }

    BackendModel model() {
        return backend.models().getFirst();
    }

    @Override
    public void close() {
        backend.close();
    }
}
