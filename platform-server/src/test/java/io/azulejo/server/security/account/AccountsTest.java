package io.azulejo.server.security.account;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

import io.azulejo.server.FreshDataDirectory;

/** A test of the whole application with accounts. All such tests share one application. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
        "azulejo.security.mode=accounts", "azulejo.backends.scripted.type=scripted",
        "azulejo.backends.scripted.models.scripted.max-pictures=16", "azulejo.generations.drain=0s"})
@ContextConfiguration(initializers = FreshDataDirectory.class)
@Import(Visitors.class)
@Tag("database")
public @interface AccountsTest {
}
