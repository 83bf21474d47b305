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

/** A test of the page of a server with accounts, whose first administrator the configuration names. They share one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
        "azulejo.security.mode=accounts", "azulejo.security.administrator.name=ada",
        "azulejo.security.administrator.password=" + AccountsBrowserTest.PASSWORD,
        "azulejo.backends.scripted.type=scripted",
        "azulejo.backends.scripted.models.scripted.max-pictures=16", "azulejo.generations.drain=0s"})
@ContextConfiguration(initializers = FreshDataDirectory.class)
@Import(Api.class)
@ExtendWith(Chromium.class)
@interface AccountsBrowserTest {

    String PASSWORD = "correct horse battery";
}
