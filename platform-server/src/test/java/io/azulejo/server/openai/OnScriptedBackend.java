package io.azulejo.server.openai;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;

/** A running server, without a database, whose models {@code eyes} and {@code blind} answer by script. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = ScriptedServer.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
        "azulejo.backends.scripted.type=scripted", "azulejo.backends.scripted.models.eyes.max-pictures=3",
        "azulejo.backends.scripted.models.eyes.context-length=1000",
        "azulejo.backends.scripted.models.eyes.response-format=true",
        "azulejo.backends.scripted.models.blind.pictures=false", "azulejo.backends.scripted.models.blind.tools=false",
        "azulejo.openai.max-body-size=2MB",
        "azulejo.openai.heartbeat=200ms"})
public @interface OnScriptedBackend {
}
