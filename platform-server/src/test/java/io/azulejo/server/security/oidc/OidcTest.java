package io.azulejo.server.security.oidc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

import io.azulejo.server.Api;
import io.azulejo.server.FreshDataDirectory;

/** A test of the whole application with a real provider of logins. All such tests share one of both. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT, properties = {
        "azulejo.security.mode=oidc", "azulejo.security.oidc.allowed=staff",
        "azulejo.security.oidc.claims.groups=groups", "azulejo.backends.scripted.type=scripted",
        "azulejo.backends.scripted.models.scripted.max-pictures=16", "azulejo.generations.drain=0s"})
@ContextConfiguration(initializers = {FreshDataDirectory.class, OidcProviderProcess.Starter.class})
@Import(Api.class)
public @interface OidcTest {
}
