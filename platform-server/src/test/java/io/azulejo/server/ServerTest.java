package io.azulejo.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the whole application over HTTP: a real, empty PostgreSQL ({@link TestDatabase}) and a scripted backend.
 * All such tests share one application.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
        "azulejo.backends.scripted.type=scripted", "azulejo.backends.scripted.models.scripted.max-pictures=16",
        "azulejo.backends.scripted.models.scripted.response-format=true",
        "azulejo.backends.scripted.models.text-only.pictures=false", "azulejo.generations.heartbeat-interval=300ms",
        "azulejo.generations.drain=0s",
        "azulejo.uploads.max-picture-size=200KB", "azulejo.requests.max-size=1MB"})
@ContextConfiguration(initializers = FreshDataDirectory.class)
@Import(Api.class)
@Tag("database")
public @interface ServerTest {
}
