package io.azulejo.openai;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.test.StepVerifier;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.error.UnsupportedRequestException;

import static org.assertj.core.api.Assertions.assertThat;

/** What goes wrong on the server's side, in the SPI's errors. */
class FailureTests {

    private static final Prompt PROMPT = new Prompt("What is in the sky?");

    private final PlayedServer server = new PlayedServer();
    private final Backend backend = Played.open(server, Map.of("timeout", "2s"), Map.of());

    @AfterEach
    void close() {
        backend.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            // OpenAI's and Azulejo's
            "400 | {'error':{'message':'W','type':'invalid_request_error','param':'messages','code':'context_length_exceeded'}} | messages | context_length_exceeded",
            "400 | {'error':{'message':'W','type':'invalid_request_error','param':'messages','code':'invalid_image'}} | messages | invalid_image",
            "400 | {'error':{'message':'W','type':'invalid_request_error','param':'top_p','code':'decimal_above_max_value'}} | top_p | invalid_value",
            // vLLM's, whose code is a number, and older ones' without an envelope
            "400 | {'error':{'message':'W: the maximum model length of 4096','type':'BadRequestError','param':null,'code':400}} | | context_length_exceeded",
            "400 | {'object':'error','message':'W','type':'BadRequestError','param':null,'code':400} | | invalid_value",
            // llama.cpp's
            "400 | {'error':{'code':400,'message':'W','type':'exceed_context_size_error','n_prompt_tokens':9,'n_ctx':8}} | | context_length_exceeded",
            // FastAPI's, and plain text
            "422 | {'detail':'W'} | | invalid_value", "413 | {'error':'W'} | | invalid_value"})
    void requestWhenServerFindsItWrongThenIsInvalidInTheServersWords(int status, String body, String parameter,
            String code) {
        server.chat(client -> client.reply(status, body.replace('\'', '"')));

        assertThat(Played.failure(backend, PROMPT)).isInstanceOfSatisfying(InvalidRequestException.class, e -> {
            assertThat(e).hasMessageStartingWith("W");
            assertThat(e.parameter()).isEqualTo(parameter);
            assertThat(e.code()).isEqualTo(code);
        });
        assertThat(server.chats()).hasSize(1);
    }

    @Test
    void parameterWhenServerDoesNotKnowItThenIsUnsupported() {
        server.chat(client -> client.reply(400,
                """
                        {"error":{"message":"W","type":"invalid_request_error","param":"logprobs","code":"unsupported_parameter"}}"""));

        assertThat(Played.failure(backend, PROMPT)).isInstanceOfSatisfying(UnsupportedRequestException.class,
                e -> assertThat(e.parameter()).isEqualTo("logprobs"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405, 500, 502, 503})
    void serverWhenItCannotServeThenIsUnavailableAndAskedOnce(int status) {
        server.chat(client -> client.reply(status, "{\"error\":{\"message\":\"Not you.\"}}"));

        assertThat(Played.failure(backend, PROMPT)).isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining(String.valueOf(status)).hasMessageContaining("Not you.");
        assertThat(server.chats()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"429,7,7", "503,7,7", "429,,1"})
    void serverWhenItIsFullThenTellsWhenToComeAgain(int status, String retryAfter, int seconds) {
        server.chat(client -> client.reply(status, "{\"error\":{\"message\":\"Full.\"}}",
                retryAfter == null ? "X-None: 1" : "Retry-After: " + retryAfter));

        assertThat(Played.failure(backend, PROMPT)).isInstanceOfSatisfying(OverCapacityException.class, e -> {
            assertThat(e).hasMessage("Full.");
            assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
        });
        assertThat(server.chats()).hasSize(1);
    }

    @Test
    void serverWhenItNamesADateThenThatIsWhenToComeAgain() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(5));
        server.chat(client -> client.reply(429, "{}", "Retry-After: " + date));

        assertThat(Played.failure(backend, PROMPT)).isInstanceOfSatisfying(OverCapacityException.class,
                e -> assertThat(e.retryAfter()).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(5)));
    }

    @Test
    void errorWhenItComesInMidStreamThenFollowsThePieces() {
        server.chat(client -> client.stream().piece("Two").piece(" red")
                .event("{\"error\":{\"message\":\"Out of memory.\",\"type\":\"server_error\",\"code\":500}}").end());

        StepVerifier.create(Played.model(backend).chatModel().stream(PROMPT)).expectNextCount(2)
                .expectErrorSatisfies(e -> assertThat(e).isInstanceOf(GenerationFailedException.class)
                        .hasMessageContaining("Out of memory."))
                .verify(Played.PATIENCE);
    }

    @Test
    void connectionWhenItIsCutThenServerIsUnavailableAfterThePieces() {
        server.chat(client -> client.stream().piece("Two").piece(" red"));

        StepVerifier.create(Played.model(backend).chatModel().stream(PROMPT)).expectNextCount(2)
                .expectError(BackendUnavailableException.class).verify(Played.PATIENCE);
        assertThat(server.chats()).hasSize(1);
    }

    @Test
    void streamWhenItEndsWithoutAReasonThenHasFailed() {
        server.chat(client -> client.stream().piece("Two").end());

        StepVerifier.create(Played.model(backend).chatModel().stream(PROMPT)).expectNextCount(1)
                .expectError(GenerationFailedException.class).verify(Played.PATIENCE);
    }

    @Test
    void streamWhenItIsNoJsonThenHasFailed() {
        server.chat(client -> client.stream().piece("Two").event("{\"id\": oops").end());

        StepVerifier.create(Played.model(backend).chatModel().stream(PROMPT)).expectNextCount(1)
                .expectError(GenerationFailedException.class).verify(Played.PATIENCE);
    }

    @Test
    void answerWhenAFilterEndsItThenHasFailed() {
        server.chat(client -> client.stream().piece("Two")
                .event("""
                        {"id":"1","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"content_filter"}]}""")
                .event("[DONE]").end());

        StepVerifier.create(Played.model(backend).chatModel().stream(PROMPT)).expectNextCount(1)
                .expectErrorSatisfies(e -> assertThat(e).isInstanceOf(GenerationFailedException.class)
                        .hasMessageContaining("filter"))
                .verify(Played.PATIENCE);
    }

    @Test
    void serverWhenItIsSilentForTooLongThenIsUnavailable() {
        server.chat(PlayedServer.Client::awaitGone);

        assertThat(Played.failure(backend, PROMPT)).isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("silent");
    }

    @Test
    void serverWhenItGoesOnSlowlyThenIsWaitedForLongerThanItMayBeSilent() {
        server.chat(client -> {
            client.stream();
            for (int i = 0; i < 8; i++) {
                client.raw(": waiting\n\n");
                Thread.sleep(300);
            }
            client.raw(Played.resource("/streams/vllm.sse")).end();
        });

        assertThat(Played.text(Played.stream(backend, PROMPT))).isEqualTo("Two red kites 🪁.");
    }

    @Test
    void serverWhenItIsNotThereThenIsUnavailable() {
        server.close();

        assertThat(Played.failure(backend, PROMPT)).isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("connection");
    }
}
