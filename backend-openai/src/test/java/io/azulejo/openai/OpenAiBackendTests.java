package io.azulejo.openai;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth.Status;
import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.OverCapacityException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Cancelling, limits, health, closing and meters. */
class OpenAiBackendTests {

    private static final Prompt PROMPT = new Prompt("What is in the sky?");

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final PlayedServer server = new PlayedServer().chat(this::stall);

    /** Never ends, and sees when nobody listens any more. */
    private void stall(PlayedServer.Client client) throws IOException {
        client.stream().piece("Two");
        asked.countDown();
        client.awaitGone();
        hungUp.countDown();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void cancelWhenServerStreamsThenItSeesThat() throws InterruptedException {
        try (Backend backend = Played.open(server, Map.of())) {
            CountDownLatch first = new CountDownLatch(1);
            Disposable answer = answer(backend).subscribe(_ -> first.countDown());
            assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();

            answer.dispose();

            assertThat(hungUp.await(30, TimeUnit.SECONDS)).isTrue();
            Played.await("nothing is in flight", () -> inFlight(backend) == 0);
        }
    }

    @Test
    void cancelWhenServerHasSaidNothingYetThenItSeesThat() throws InterruptedException {
        server.chat(client -> {
            asked.countDown();
            client.awaitGone();
            hungUp.countDown();
        });
        try (Backend backend = Played.open(server, Map.of())) {
            Disposable answer = answer(backend).subscribe();
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

            answer.dispose();

            assertThat(hungUp.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void answersWhenMoreThanMayBeInFlightThenAreRefused() throws InterruptedException {
        try (Backend backend = Played.open(server, Map.of("max-in-flight", "1"), Map.of())) {
            Disposable answer = answer(backend).subscribe();
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(Played.failure(backend, PROMPT)).isInstanceOf(OverCapacityException.class)
                    .hasMessageContaining("'far'");
            answer.dispose();
            Played.await("nothing is in flight", () -> inFlight(backend) == 0);
        }
    }

    @Test
    void closeWhenAnAnswerIsInFlightThenEndsItAsUnavailable() throws InterruptedException {
        Backend backend = Played.open(server, Map.of());
        CompletableFuture<?> answer = answer(backend).collectList().toFuture();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        backend.close();
        backend.close();

        assertThat(answer).failsWithin(Played.PATIENCE).withThrowableThat()
                .withCauseInstanceOf(BackendUnavailableException.class);
        assertThat(hungUp.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(backend.health().status()).isEqualTo(Status.DOWN);
        assertThat(Played.failure(backend, PROMPT)).isInstanceOf(BackendUnavailableException.class);
    }

    @Test
    void healthWhenServerGoesAndComesThenFollows() {
        int port = server.port();
        try (Backend backend = Played.open(server, Map.of("check-interval", "20ms"), Map.of())) {
            assertThat(backend.health().status()).isEqualTo(Status.UP);
            server.close();
            Played.await("the backend is down", () -> backend.health().status() == Status.DOWN);
            assertThat(backend.health().message()).contains("connection");

            try (PlayedServer again = new PlayedServer(port)) {
                Played.await("the backend is up", () -> backend.health().status() == Status.UP);
                again.models(client -> client.reply(401, "{\"error\":{\"message\":\"Wrong key.\"}}"));
                Played.await("the backend is down", () -> backend.health().status() == Status.DOWN);
                assertThat(backend.health().message()).contains("401", "Wrong key.");
            }
        }
    }

    @Test
    void healthWhenAnAnswerFindsTheServerGoneThenIsCheckedAtOnce() {
        try (Backend backend = Played.open(server, Map.of("check-interval", "1h"), Map.of())) {
            server.close();
            assertThat(Played.failure(backend, PROMPT)).isInstanceOf(BackendUnavailableException.class);

            Played.await("the backend is down", () -> backend.health().status() == Status.DOWN);
        }
    }

    @Test
    void contextWhenServerTellsItThenNeedNotBeSet() {
        try (Backend backend = Played.open(server, Map.of())) {
            assertThat(Played.model(backend).descriptor().contextLength()).isEqualTo(4096);
        }
        try (Backend backend = Played.open(server, Map.of("context-length", "1000"))) {
            assertThat(Played.model(backend).descriptor().contextLength()).isEqualTo(1000);
        }
    }

    @Test
    void contextWhenNobodyTellsItThenMustBeSet() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> Played.open(server, Map.of("model", "another")).close())
                .satisfies(e -> assertThat(e.property()).isEqualTo("far.models.seer.context-length"));
    }

    @Test
    void backendWhenServerIsAwayAtTheStartThenWaitsForIt() {
        int port = server.port();
        server.close();
        try (Backend backend = Played.open(server, Map.of("check-interval", "20ms"),
                Map.of("context-length", "1000"))) {
            assertThat(backend.health().status()).isEqualTo(Status.DOWN);
            try (PlayedServer late = new PlayedServer(port)) {
                Played.await("the backend is up", () -> backend.health().status() == Status.UP);
                assertThat(late.requests()).isNotEmpty();
            }
        }
    }

    @Test
    void metersWhenAnswersEndThenHaveCountedThem() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Backend backend = Played.open(server, Map.of())) {
            backend.bindTo(registry);
            server.chat(client -> client.stream().raw(Played.resource("/streams/azulejo-logprobs.sse")).end());
            Played.stream(backend, PROMPT);
            server.chat(client -> client.reply(429, "{}"));
            Played.failure(backend, PROMPT);

            assertThat(registry.get("azulejo.openai.answers").tags("backend", "far", "model", "seer", "outcome",
                    "completed").timer().count()).isOne();
            assertThat(registry.get("azulejo.openai.answers").tag("outcome", "refused").timer().count()).isOne();
            assertThat(registry.get("azulejo.openai.first.piece").timer().count()).isOne();
            assertThat(registry.get("azulejo.openai.prompt.tokens").tag("modality", "image").counter().count())
                    .isEqualTo(256);
            assertThat(registry.get("azulejo.openai.answer.tokens").counter().count()).isEqualTo(4);
            // The reader hears of the end before the request is counted out.
            Played.await("no request runs", () -> registry.get("azulejo.openai.requests").gauge().value() == 0);
        }
    }

    private static Flux<ChatResponse> answer(Backend backend) {
        return Played.model(backend).chatModel().stream(PROMPT);
    }

    private static int inFlight(Backend backend) {
        return (int) backend.health().details().getOrDefault("in-flight", -1);
    }
}
