package io.azulejo.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** Gives each application an empty data directory under {@code target} and a database: several run in one JVM. */
public final class FreshDataDirectory implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final AtomicInteger CONTEXTS = new AtomicInteger();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of("azulejo.data-directory=" + create("shared-" + CONTEXTS.incrementAndGet()))
                .and(TestDatabase.properties()).applyTo(context);
    }

    /** An empty directory of this name; what an earlier run left there is gone. */
    public static Path create(String name) {
        try {
            Path directory = Path.of("target", "test-data", name).toAbsolutePath();
            FileSystemUtils.deleteRecursively(directory);
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
