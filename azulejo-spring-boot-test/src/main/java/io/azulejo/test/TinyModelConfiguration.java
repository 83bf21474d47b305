package io.azulejo.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.Settings;
import io.azulejo.autoconfigure.AzulejoBackendDetails;
import io.azulejo.autoconfigure.AzulejoProperties;
import io.azulejo.tck.TinyCheckpoint;

/** Takes the place of the backend that the application is configured with. */
@Configuration(proxyBeanMethods = false)
class TinyModelConfiguration {

    private static final String NAME = "tiny";

    @Bean
    AzulejoBackendDetails tinyModelDetails(AzulejoProperties properties) {
        Path checkpoint = Checkpoint.DIRECTORY;
        Settings model = new Settings(NAME, Map.of("path", checkpoint.toString(), "device-map", "cpu",
                "kv-cache-bytes", "8MB", "feature-cache-bytes", "1MB"));
        // Requests of the application may name its model.
        String id = properties.chat().model() == null ? NAME : properties.chat().model();
        return new AzulejoBackendDetails("embedded-libtorch",
                new BackendSettings(NAME, new Settings(NAME, Map.of()), Map.of(id, model), checkpoint));
    }

    /** Written once for all contexts of the JVM. */
    private static final class Checkpoint {

        static final Path DIRECTORY = write();

        private static Path write() {
            try {
                Path directory = TinyCheckpoint.write(Files.createTempDirectory("azulejo-tiny"));
                directory.toFile().deleteOnExit();
                try (Stream<Path> files = Files.list(directory)) {
                    files.forEach(file -> file.toFile().deleteOnExit());
                }
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException("The tiny checkpoint could not be written", e);
            }
        }
    }
}
