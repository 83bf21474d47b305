package io.azulejo.server.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelMeterObservationHandler;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.test.StepVerifier;

import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.tck.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RoutingChatModelTests {

    private final ScriptedBackend first = ScriptedBackend.named("first", "one", "two");
    private final ScriptedBackend second = ScriptedBackend.named("second", "three");
    private final ObservationRegistry observations = ObservationRegistry.create();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RoutingChatModel routing = new RoutingChatModel(
            new ModelCatalog(List.of(first, second), Map.of(), null), observations, new SimpleMeterRegistry());

    @BeforeEach
    void observe() {
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters))
                .observationHandler(new ChatModelMeterObservationHandler(meters));
    }

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

    @Test
    void answersAreObservedUnderTheModelThatAnswersWithTheirTokens() {
        ChatResponse last = Objects.requireNonNull(routing.stream(new Prompt("Hi there")).blockLast());
        routing.call(new Prompt("Hi there"));

        // An observation stops after whoever waits has heard the end.
        await().untilAsserted(() -> assertThat(operations("one").count()).isEqualTo(2));
        Usage usage = last.getMetadata().getUsage();
        assertThat(tokens("input")).isEqualTo(2.0 * usage.getPromptTokens()).isPositive();
        assertThat(tokens("output")).isEqualTo(2.0 * usage.getCompletionTokens()).isPositive();
    }

    @Test
    void streamWhenCancelledThenItsObservationStops() {
        StepVerifier.create(routing.stream(new Prompt("Hi there")), 1).expectNextCount(1).thenCancel().verify();

        assertThat(operations("one").count()).isEqualTo(1);
        assertThat(meters.get("gen_ai.client.operation.active").longTaskTimer().activeTasks()).isZero();
    }

    @Test
    void streamWhenRefusedThenNothingIsObserved() {
        first.setHealth(BackendHealth.down("the disk is gone"));

        routing.stream(new Prompt("Hi")).onErrorComplete().blockLast();

        assertThat(meters.getMeters()).isEmpty();
    }

    private Timer operations(String model) {
        return meters.get("gen_ai.client.operation").tags("gen_ai.request.model", model, "gen_ai.system", "azulejo")
                .timer();
    }

    private double tokens(String type) {
        return meters.get("gen_ai.client.token.usage").tags("gen_ai.token.type", type).counters().stream()
                .mapToDouble(Counter::count).sum();
    }
}
