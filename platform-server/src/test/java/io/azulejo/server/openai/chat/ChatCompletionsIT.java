package io.azulejo.server.openai.chat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.server.model.ModelCatalog;
import io.azulejo.server.openai.OnScriptedBackend;
import io.azulejo.tck.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;

@OnScriptedBackend
class ChatCompletionsIT {

    private static final String PNG = "data:image/png;base64,iVBORw0KGgo=";

    @LocalServerPort
    private int port;

    @Autowired
    private ModelCatalog catalog;

    private ScriptedBackend backend;
    private WebTestClient client;

    @BeforeEach
    void prepare() {
        backend = (ScriptedBackend) catalog.backends().getFirst();
        backend.limitedTo(100).setHealth(BackendHealth.up(Map.of()));
        client = WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(20)).build();
    }

    @Test
    void createWhenPlainThenAnswerHasUsageAndFinishReason() {
        post("""
                {"model":"eyes","messages":[{"role":"user","content":"Hello"}]}""").expectStatus().isOk().expectBody()
                .jsonPath("$.object").isEqualTo("chat.completion").jsonPath("$.model").isEqualTo("eyes")
                .jsonPath("$.choices[0].message.role").isEqualTo("assistant").jsonPath("$.choices[0].message.content")
                .isEqualTo("You sent 0 pictures and said: Hello").jsonPath("$.choices[0].finish_reason")
                .isEqualTo("stop").jsonPath("$.usage.prompt_tokens").isEqualTo(1).jsonPath("$.usage.completion_tokens")
                .isEqualTo(8).jsonPath("$.usage.total_tokens").isEqualTo(9);
    }

    @Test
    void createWhenPictureLowDetailThenOneTileIsCounted() {
        post("""
                {"messages":[{"role":"user","content":[{"type":"text","text":"What?"},
                {"type":"image_url","image_url":{"url":"%s","detail":"low"}}]}]}""".formatted(PNG)).expectStatus()
                .isOk().expectBody().jsonPath("$.usage.prompt_tokens_details.image_tokens").isEqualTo(64)
                .jsonPath("$.usage.prompt_tokens").isEqualTo(65).jsonPath("$.choices[0].message.content")
                .isEqualTo("You sent 1 picture and said: What?");
    }

    @Test
    void createWhenAllParametersThenBackendGetsThem() {
        post("""
                {"model":"eyes","messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":50,"temperature":0.5,
                "top_p":0.9,"top_k":40,"min_p":0.05,"repetition_penalty":1.1,"presence_penalty":-1,"frequency_penalty":2,
                "seed":-7,"stop":["END","STOP"],"logprobs":true,"top_logprobs":2,"logit_bias":{"12":-100},"n":1,
                "mm_processor_kwargs":{"max_dynamic_patch":2},"user":"me","metadata":{"a":"b"},"store":true}""")
                .expectStatus().isOk();

        assertThat(backend.prompts().getLast().getOptions()).isEqualTo(GenerationOptions.builder().model("eyes")
                .maxTokens(50).temperature(0.5).topP(0.9).topK(40).minP(0.05).repetitionPenalty(1.1)
                .presencePenalty(-1.0).frequencyPenalty(2.0).seed(-7L).stopSequences(List.of("END", "STOP"))
                .logprobs(true).topLogprobs(2).logitBias(Map.of(12, -100.0)).maxTiles(2).user("me").build());
    }

    @Test
    void createWhenStreamThenFramesEndWithDone() {
        String body = new String(post("""
                {"model":"eyes","stream":true,"stream_options":{"include_usage":true},
                "messages":[{"role":"user","content":"[[pieces=2]]"}]}""").expectStatus().isOk().expectHeader()
                .contentType("text/event-stream;charset=UTF-8").expectBody().returnResult().getResponseBodyContent(),
                StandardCharsets.UTF_8);

        List<String> frames = Arrays.stream(body.split("\n\n"))
                .map(frame -> frame.replaceAll("\"id\":\"chatcmpl-\\w+\"", "ID").replaceAll("\"created\":\\d+", "AT"))
                .toList();
        String head = "data: {ID,\"object\":\"chat.completion.chunk\",AT,\"model\":\"eyes\",\"choices\":[";
        assertThat(frames).containsExactly(
                head + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,"
                        + "\"finish_reason\":null}],\"usage\":null}",
                head + "{\"index\":0,\"delta\":{\"content\":\"1 \"},\"logprobs\":null,\"finish_reason\":null}],"
                        + "\"usage\":null}",
                head + "{\"index\":0,\"delta\":{\"content\":\"2 \"},\"logprobs\":null,\"finish_reason\":null}],"
                        + "\"usage\":null}",
                head + "{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":null}",
                head + "],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":3,\"total_tokens\":4,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"image_tokens\":0}}}",
                "data: [DONE]");
    }

    @Test
    void createWhenStreamBreaksThenLastFrameIsTheError() {
        String body = new String(post("""
                {"model":"eyes","stream":true,"messages":[{"role":"user","content":"[[fail=broken after=1]]"}]}""")
                .expectStatus().isOk().expectBody().returnResult().getResponseBodyContent(), StandardCharsets.UTF_8);

        assertThat(body).contains("\"content\":\"1 \"").doesNotContain("[DONE]").endsWith(
                "data: {\"error\":{\"message\":\"The script broke.\",\"type\":\"server_error\",\"param\":null,"
                        + "\"code\":\"generation_failed\"}}\n\n");
    }

    @Test
    void createWhenStreamIsSilentThenCommentsKeepItOpen() {
        String body = new String(post("""
                {"model":"eyes","stream":true,"messages":[{"role":"user","content":"[[pieces=1 delay=700ms]]"}]}""")
                .expectStatus().isOk().expectBody().returnResult().getResponseBodyContent(), StandardCharsets.UTF_8);

        assertThat(body).startsWith(": still here\n\n").endsWith("data: [DONE]\n\n");
    }

    @Test
    void createWhenStreamFailsBeforeFirstPieceThenStatusTells() {
        refused("""
                {"model":"eyes","stream":true,"messages":[{"role":"user","content":"[[fail=unavailable]]"}]}""", 503,
                null, "backend_unavailable");
    }

    @Test
    void createWhenOverCapacityThenRetryAfterTells() {
        post("""
                {"model":"eyes","messages":[{"role":"user","content":"[[fail=capacity]]"}]}""").expectStatus()
                .isEqualTo(429).expectHeader().valueEquals("Retry-After", "7").expectBody().jsonPath("$.error.type")
                .isEqualTo("rate_limit_error").jsonPath("$.error.code").isEqualTo("rate_limit_exceeded")
                .jsonPath("$.error.param").isEmpty();
    }

    @Test
    void createWhenBackendDownThenUnavailable() {
        backend.setHealth(BackendHealth.down("the disk is gone"));

        refused("""
                {"model":"eyes","messages":[{"role":"user","content":"Hi"}]}""", 503, null, "backend_unavailable");
    }

    @Test
    void createWhenModelUnknownThenNotFound() {
        refused("""
                {"model":"gpt-5","messages":[{"role":"user","content":"Hi"}]}""", 404, "model", "model_not_found");
    }

    @Test
    void createWhenPromptTooLongThenContextLengthExceeded() {
        refused("{\"model\":\"eyes\",\"messages\":[{\"role\":\"user\",\"content\":\"" + "word ".repeat(200_000)
                + "\"}]}", 400, "messages", "context_length_exceeded");
    }

    @Test
    void createWhenPictureIsTextThenInvalidImage() {
        refused("""
                {"model":"eyes","messages":[{"role":"user","content":[{"type":"image_url",
                "image_url":{"url":"data:image/png;base64,aGVsbG8="}}]}]}""", 400, "messages", "invalid_image");
    }

    @Test
    void createWhenModelIsBlindThenPictureIsRefused() {
        refused("""
                {"model":"blind","messages":[{"role":"user","content":[{"type":"image_url",
                "image_url":{"url":"%s"}}]}]}""".formatted(PNG), 400, "messages", "unsupported_parameter");
    }

    @Test
    void createWhenTooManyPicturesThenRefused() {
        String picture = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + PNG + "\"}},";

        refused("{\"model\":\"eyes\",\"messages\":[{\"role\":\"user\",\"content\":[" + picture.repeat(50)
                + "{\"type\":\"text\",\"text\":\"?\"}]}]}", 400, "messages", "invalid_value");
    }

    @Test
    void createWhenBodyTooLargeThenTellsTheSetting() {
        post("{\"x\":\"" + "y".repeat(3_000_000) + "\"}").expectStatus().isEqualTo(413).expectBody()
                .jsonPath("$.error.code").isEqualTo("request_too_large").jsonPath("$.error.message").isEqualTo(
                        "The body is larger than 2097152 bytes. Send fewer or smaller pictures, or raise azulejo.openai.max-body-size.");
    }

    @Test
    void createWhenNotUtf8ThenRefused() {
        client.post().uri("/v1/chat/completions").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(new byte[]{'{', '"', (byte) 0xC3, '(', '"', '}'}).exchange().expectStatus().isBadRequest()
                .expectBody().jsonPath("$.error.code").isEqualTo("invalid_json").jsonPath("$.error.message")
                .isEqualTo("The body is not UTF-8: the bytes from position 2 are no character.");
    }

    @Test
    void createWhenContentTypeIsTextThenRefused() {
        client.post().uri("/v1/chat/completions").contentType(MediaType.TEXT_PLAIN).bodyValue("{}").exchange()
                .expectStatus().isEqualTo(415).expectBody().jsonPath("$.error.code")
                .isEqualTo("unsupported_content_type");
    }

    @Test
    void requestWhenPathOrMethodWrongThenErrorHasTheShape() {
        client.get().uri("/v1/nothing").exchange().expectStatus().isNotFound().expectBody().jsonPath("$.error.code")
                .isEqualTo("unknown_url");
        client.get().uri("/v1/chat/completions").exchange().expectStatus().isEqualTo(405).expectHeader()
                .valueEquals("Allow", "POST").expectBody().jsonPath("$.error.type")
                .isEqualTo("invalid_request_error");
        client.method(HttpMethod.DELETE).uri("/v1/models/eyes").exchange().expectStatus().isEqualTo(405);
    }

    @Test
    void modelsWhenListedThenHaveIdsAndModalities() {
        client.get().uri("/v1/models").exchange().expectStatus().isOk().expectBody().jsonPath("$.object")
                .isEqualTo("list").jsonPath("$.data.length()").isEqualTo(2).jsonPath("$.data[?(@.id=='eyes')].object")
                .isEqualTo("model").jsonPath("$.data[?(@.id=='blind')].architecture.input_modalities[0]")
                .isEqualTo("text");
        client.get().uri("/v1/models/eyes").exchange().expectStatus().isOk().expectBody().jsonPath("$.max_model_len")
                .isEqualTo(1000).jsonPath("$.owned_by").isEqualTo("scripted");
        client.get().uri("/v1/models/none").exchange().expectStatus().isNotFound().expectBody()
                .jsonPath("$.error.code").isEqualTo("model_not_found");
    }

    @Test
    void clientWhenItVanishesWhileStreamingThenBackendIsCancelled() throws Exception {
        vanishes(true);
    }

    @Test
    void clientWhenItVanishesWhileWaitingThenBackendIsCancelled() throws Exception {
        vanishes(false);
    }

    private void vanishes(boolean stream) throws Exception {
        int before = backend.cancelled();
        String body = "{\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"[[pieces=900 delay=50ms]]\"}]}";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
            out.flush();
            eventually(() -> backend.active() == 1);
            if (stream) {
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
        }
        eventually(() -> backend.active() == 0);
        assertThat(backend.cancelled()).isEqualTo(before + 1);
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private void refused(String body, int status, @Nullable String param, String code) {
        WebTestClient.BodyContentSpec error = post(body).expectStatus().isEqualTo(status).expectBody();
        error.jsonPath("$.error.code").isEqualTo(code).jsonPath("$.error.message").isNotEmpty();
        if (param == null) {
            error.jsonPath("$.error.param").isEmpty();
        } else {
            error.jsonPath("$.error.param").isEqualTo(param);
        }
    }

    private WebTestClient.ResponseSpec post(String body) {
        return client.post().uri("/v1/chat/completions").contentType(MediaType.APPLICATION_JSON).bodyValue(body)
                .exchange();
    }
}
