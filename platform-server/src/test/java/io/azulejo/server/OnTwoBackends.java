package io.azulejo.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.test.context.TestPropertySource;

/**
 * A test of the whole application where the model {@code seer} is served by a backend and by one that is spare, and the
 * model {@code text-only} makes titles.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServerTest
@TestPropertySource(properties = {"azulejo.default-model=seer", "azulejo.backends.spare.type=scripted",
        "azulejo.backends.spare.models.seer.context-length=2000",
        "azulejo.models.seer.deployments[0].backend=scripted", "azulejo.models.seer.deployments[0].model=scripted",
        "azulejo.models.seer.deployments[1].backend=spare", "azulejo.models.seer.deployments[1].priority=1",
        "azulejo.conversations.titles.enabled=true", "azulejo.conversations.titles.model=text-only"})
public @interface OnTwoBackends {
}
