package io.azulejo.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** Gives the application an empty data directory under {@code target}. */
final class FreshDataDirectory implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of("azulejo.data-directory=" + create("shared")).applyTo(context);
    }

    /** An empty directory of this name; what an earlier run left there is gone. */
    static Path create(String name) {
        try {
            Path directory = Path.of("target", "test-data", name).toAbsolutePath();
            FileSystemUtils.deleteRecursively(directory);
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
