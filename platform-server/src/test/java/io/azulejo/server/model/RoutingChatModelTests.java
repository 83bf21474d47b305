package io.azulejo.server.model;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.test.StepVerifier;

import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.tck.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;

class RoutingChatModelTests {

    private final ScriptedBackend first = ScriptedBackend.named("first", "one", "two");
    private final ScriptedBackend second = ScriptedBackend.named("second", "three");
    private final RoutingChatModel routing = new RoutingChatModel(new ModelCatalog(List.of(first, second), null));

    @Test
    void streamWhenModelNamedThenItsBackendAnswers() {
        routing.stream(new Prompt("Hi", GenerationOptions.builder().model("three").build())).blockLast();

        assertThat(second.prompts()).hasSize(1);
        assertThat(first.prompts()).isEmpty();
    }

    @Test
    void streamWhenNoModelNamedThenDefaultAnswers() {
        routing.stream(new Prompt("Hi")).blockLast();

        assertThat(first.prompts()).hasSize(1);
    }

    @Test
    void streamWhenModelUnknownThenErrorNamesTheKnownOnes() {
        StepVerifier.create(routing.stream(new Prompt("Hi", GenerationOptions.builder().model("four").build())))
                .verifyErrorSatisfies(error -> assertThat(error).isInstanceOf(UnknownModelException.class)
                        .hasMessage("There is no model 'four'. Models here: one, two, three."));
    }

    @Test
    void streamWhenBackendDownThenUnavailable() {
        first.setHealth(BackendHealth.down("the disk is gone"));

        StepVerifier.create(routing.stream(new Prompt("Hi")))
                .verifyErrorSatisfies(error -> assertThat(error).isInstanceOf(BackendUnavailableException.class)
                        .hasMessageContaining("the disk is gone"));
        assertThat(first.prompts()).isEmpty();
    }
}
