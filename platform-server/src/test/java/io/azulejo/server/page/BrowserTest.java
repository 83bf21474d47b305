package io.azulejo.server.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

import io.azulejo.server.Api;
import io.azulejo.server.FreshDataDirectory;

/**
 * A test of the page in a real Chromium, on the whole application: embedded PostgreSQL, the demo model, and a scripted
 * one for what a model cannot be asked to do, such as to be slow. All such tests share one application.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
        "azulejo.backends.demo.type=embedded-libtorch", "azulejo.default-model=azulejo-demo",
        "azulejo.backends.scripted.type=scripted", "azulejo.backends.scripted.models.scripted.max-pictures=16",
        "azulejo.backends.scripted.models.text-only.pictures=false", "azulejo.generations.drain=0s"})
@ContextConfiguration(initializers = {FreshDataDirectory.class, DemoCheckpoint.class})
@Import(Api.class)
@ExtendWith(Chromium.class)
@interface BrowserTest {
}
