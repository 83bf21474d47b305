package io.azulejo.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the whole application as a first start has it: the real embedded PostgreSQL on a fresh directory, and the
 * embedded engine with the demo model. All such tests share one application.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "azulejo.generations.drain=0s")
@ContextConfiguration(initializers = FreshDataDirectory.class)
@Import(Api.class)
public @interface DemoTest {
}
