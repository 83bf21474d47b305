package io.azulejo.server.model;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.demo.DemoModel;

/** The backend of a first start, where none is configured: the embedded engine with the demo model. */
final class DemoBackend {

    static final String NAME = "demo";
    static final String TYPE = "embedded-libtorch";
    static final String MODEL = "azulejo-demo";

    private DemoBackend() {}

    /** Copies the demo checkpoint below the data directory where it is not there yet. */
    static BackendConfiguration configuration(Path dataDirectory) {
        try {
            Path checkpoint = DemoModel.extractTo(dataDirectory);
            return new BackendConfiguration(NAME, TYPE, Map.of(),
                    Map.of(MODEL, Map.of("path", checkpoint.toAbsolutePath().toString())));
        } catch (UncheckedIOException e) {
            throw new InvalidSettingException("azulejo.data-directory", dataDirectory.toString(),
                    "The demo model could not be written there (" + e.getCause() + ").",
                    "Name a directory that can be written to and has 100 MB free.", e);
        }
    }
}
