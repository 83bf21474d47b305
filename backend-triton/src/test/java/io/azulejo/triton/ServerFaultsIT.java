package io.azulejo.triton;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.triton.client.TritonClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What becomes of answers when servers die, are full, or lose a model. */
class ServerFaultsIT {

    private static final String MODEL = "vllm_model_tiny";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void answersWhenTheirServerIsKilledThenEndWithAClearErrorAndOthersGoOnElsewhere() throws InterruptedException {
        TritonServer first = TritonServer.start(TritonServer.freePort(), "--load-model=" + MODEL).awaitReady();
        TritonServer second = TritonServer.shared().awaitReady();
        try (TritonBackend one = TritonBackends.open(first.endpoint(), MODEL, TritonServer.tinyCheckpoint(), Map.of());
                TritonBackend both = TritonBackends.open(first.endpoint() + ", " + second.endpoint(), MODEL,
                        TritonServer.tinyCheckpoint(), Map.of())) {
            List<Outcome> outcomes = IntStream.range(0, 50).mapToObj(i -> new Outcome(one, "#delay-ms=20 Story " + i))
                    .toList();
            for (Outcome outcome : outcomes) {
                outcome.awaitBegun();
            }

            first.kill();

            for (Outcome outcome : outcomes) {
                assertThat(outcome.ended.await(20, TimeUnit.SECONDS)).as("no answer hangs").isTrue();
                assertThat(outcome.error.get()).isInstanceOf(BackendUnavailableException.class)
                        .hasMessageContaining("cannot be reached");
                assertThat(outcome.text).as("the text so far is kept").isNotEmpty();
            }
            assertThat(one.inFlight()).isZero();
            for (int i = 0; i < 20; i++) {
                assertThat(ask(both, "Hello " + i)).isNotEmpty();
            }
            CancellationIT.awaitUntil(() -> one.health().status() == BackendHealth.Status.DOWN);
            assertThat(one.health().message()).contains(first.endpoint());
            assertThat(both.health().status()).isEqualTo(BackendHealth.Status.UP);
            assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> ask(one, "Hello"));

            try (TritonServer again = TritonServer.start(first.port(), "--load-model=" + MODEL)) {
                again.awaitReady();
                CancellationIT.awaitUntil(() -> one.health().status() == BackendHealth.Status.UP);
                assertThat(ask(one, "Hello again")).isNotEmpty();
            }
        } finally {
            first.close();
        }
    }

    @Test
    void answerWhenTheModelFailsInMidStreamThenKeepsItsTextAndTellsTheServersWords() {
        try (TritonBackend backend = shared(MODEL)) {
            StringBuilder text = new StringBuilder();
            assertThatExceptionOfType(GenerationFailedException.class)
                    .isThrownBy(() -> stream(backend, "#error-after=5 Hello", 50)
                            .doOnNext(response -> text.append(textOf(response))).blockLast(PATIENCE))
                    .withMessageContaining("deliberate failure after 5 tokens");
            assertThat(text).isNotEmpty();
            assertThat(backend.inFlight()).isZero();
            assertThat(ask(backend, "Hello")).isNotEmpty();
        }
    }

    @Test
    void answerWhenTheServersQueueIsFullThenIsOverCapacity() {
        try (TritonBackend backend = shared("queued")) {
            List<Outcome> outcomes = IntStream.range(0, 8)
                    .mapToObj(i -> new Outcome(backend, "#delay-ms=30 #length=20 " + i)).toList();
            List<Throwable> errors = outcomes.stream().map(Outcome::await).filter(error -> error != null).toList();

            assertThat(errors).isNotEmpty().allSatisfy(error -> assertThat(error)
                    .isInstanceOf(OverCapacityException.class).hasMessageContaining("maximum queue size"));
            assertThat(outcomes.stream().filter(outcome -> outcome.error.get() == null)).isNotEmpty();
        }
    }

    @Test
    void requestsWhenTheMostAreInFlightThenAreRefusedBeforeTheyAreSent() {
        TritonServer server = TritonServer.shared().awaitReady();
        try (TritonBackend backend = TritonBackends.open(
                Map.of("endpoints", server.endpoint(), "max-in-flight", "2"), MODEL, TritonServer.tinyCheckpoint(),
                Map.of())) {
            List<Outcome> running = IntStream.range(0, 2)
                    .mapToObj(i -> new Outcome(backend, "#delay-ms=20 #length=250 Hi " + i)).toList();
            running.forEach(Outcome::awaitBegun);
            assertThatExceptionOfType(OverCapacityException.class).isThrownBy(() -> ask(backend, "Hello"))
                    .withMessageContaining("in flight");
            running.forEach(Outcome::cancel);
        }
    }

    @Test
    void modelWhenUnloadedAndLoadedAgainThenIsUnavailableInBetween() throws InterruptedException {
        TritonServer server = TritonServer.start(TritonServer.freePort(), "--load-model=" + MODEL).awaitReady();
        try (server;
                TritonBackend backend = TritonBackends.open(server.endpoint(), MODEL, TritonServer.tinyCheckpoint(),
                        Map.of());
                TritonClient client = TritonClient.builder(server.endpoint()).build()) {
            client.unload(MODEL, true).block(PATIENCE);
            assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> ask(backend, "Hello"));
            CancellationIT.awaitUntil(() -> backend.health().status() == BackendHealth.Status.DOWN);
            assertThat(backend.health().message()).contains(MODEL);

            client.load(MODEL).block(PATIENCE);
            CancellationIT.awaitUntil(() -> backend.health().status() == BackendHealth.Status.UP);
            assertThat(ask(backend, "Hello")).isNotEmpty();
        }
    }

    private static TritonBackend shared(String model) {
        return TritonBackends.open(TritonServer.shared().awaitReady().endpoint(), model, TritonServer.tinyCheckpoint(),
                Map.of());
    }

    private static String ask(TritonBackend backend, String question) {
        StringBuilder text = new StringBuilder();
        stream(backend, question, 5).doOnNext(response -> text.append(textOf(response))).blockLast(PATIENCE);
        return text.toString();
    }

    private static Flux<ChatResponse> stream(TritonBackend backend, String question, int tokens) {
        return backend.models().getFirst().chatModel().stream(new Prompt(new UserMessage(question),
                GenerationOptions.builder().maxTokens(tokens).build()));
    }

    private static String textOf(ChatResponse response) {
        return String.valueOf(response.getResults().getFirst().getOutput().getText());
    }

    /** An answer in the background. */
    private static final class Outcome {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private final StringBuilder text = new StringBuilder();
        private final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();
        private final Disposable answer;

        Outcome(TritonBackend backend, String question) {
            answer = stream(backend, question, 300).subscribe(response -> {
                text.append(textOf(response));
                begun.countDown();
            }, failure -> {
                error.set(failure);
                ended.countDown();
            }, ended::countDown);
        }

        void awaitBegun() {
            await(begun);
        }

        @Nullable
        Throwable await() {
            await(ended);
            return error.get();
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void cancel() {
            answer.dispose();
        }
    }
}
