package io.azulejo.server.page;

import java.nio.file.Path;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

import io.azulejo.demo.DemoModel;

/** The demo model beside another backend; by itself it comes only where none is configured. */
final class DemoCheckpoint implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Path checkpoint = DemoModel.extractTo(Path.of("target", "test-data").toAbsolutePath());
        TestPropertyValues.of("azulejo.backends.demo.models.azulejo-demo.path=" + checkpoint).applyTo(context);
    }
}
