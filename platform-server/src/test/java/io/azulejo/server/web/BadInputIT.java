package io.azulejo.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.Api;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.Pictures;
import io.azulejo.server.ServerTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever comes in, a clear answer goes out, and nothing of it is stored. */
@ServerTest
class BadInputIT {

    private static final String CONVERSATIONS = "/api/v1/conversations";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private final JsonMapper json = new JsonMapper();

    @Test
    void textFileNamedPictureWhenSentThenIsRefusedByName() {
        JsonNode problem = refusedForm(415, "notes.png", "This is text.".getBytes(StandardCharsets.UTF_8));
        assertThat(problem.path("type").asString()).isEqualTo("urn:azulejo:problem:not-a-picture");
        assertThat(problem.path("detail").asString()).contains("'notes.png' is not a picture").contains("JPEG");
    }

    @Test
    void truncatedJpegWhenSentThenIsRefused() {
        byte[] whole = Pictures.encoded("jpg", 200, 200, 0xFF0000);
        JsonNode problem = refusedForm(422, "cut.jpg", Arrays.copyOf(whole, whole.length * 3 / 4));
        assertThat(problem.path("detail").asString()).contains("'cut.jpg'").contains("cut off");
    }

    @Test
    void pngBombWhenSentThenIsRefusedByItsHeader() {
        JsonNode problem = refusedForm(422, "bomb.png", Pictures.pngBomb(40_000, 40_000));
        assertThat(problem.path("detail").asString()).contains("40000 × 40000");
    }

    @Test
    void pictureWhenLargerThanTheLimitThenIsRefused() {
        JsonNode problem = refusedForm(413, "large.png", new byte[300 << 10]);
        assertThat(problem.path("detail").asString()).contains("'large.png'").contains("204800 bytes");
    }

    @Test
    void requestWhenLargerThanTheLimitThenIsRefused() {
        JsonNode problem = refused(413, api.test().post().uri(CONVERSATIONS).contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"text\":\"" + "x".repeat(2 << 20) + "\"}"));
        assertThat(problem.path("detail").asString()).contains("azulejo.requests.max-size");
    }

    @Test
    void messageWhenEmptyThenIsRefused() {
        String id = api.post(CONVERSATIONS, Map.of("title", "empty")).path("id").asString();
        for (String body : List.of("{}", "{\"text\":\"  \"}", "{\"attachments\":[]}")) {
            JsonNode problem = refused(422, json(CONVERSATIONS + "/" + id + "/messages", body));
            assertThat(problem.path("type").asString()).isEqualTo("urn:azulejo:problem:empty-message");
        }
    }

    @Test
    void picturesWhenFiftyThenAreRefused() {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("text", "many");
        for (int i = 0; i < 50; i++) {
            form.part("picture", Api.named(Pictures.png(i), i + ".png"));
        }
        JsonNode problem = refused(422, form(form));
        assertThat(problem.path("detail").asString()).contains("50 pictures").contains("at most 20");
    }

    @Test
    void picturesWhenMoreThanTheModelTakesThenAreRefused() {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        for (int i = 0; i < 17; i++) {
            form.part("picture", Api.named(Pictures.png(i), i + ".png"));
        }
        assertThat(refused(422, form(form)).path("detail").asString()).contains("17 pictures").contains("at most 16");
    }

    @Test
    void pictureWhenForATextModelThenIsRefused() {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("picture", Api.named(Pictures.png(1), "1.png"));
        form.part("model", "text-only");
        assertThat(refused(422, form(form)).path("detail").asString()).contains("'text-only' reads text only");
    }

    @Test
    void promptWhenLongerThanTheContextThenIsRefusedWithBothNumbers() {
        JsonNode problem = refused(422, json(CONVERSATIONS, "{\"text\":\"" + "word ".repeat(100_000) + "\"}"));
        assertThat(problem.path("code").asString()).isEqualTo("context_length_exceeded");
        assertThat(problem.path("detail").asString()).contains("100000").contains("4096");
    }

    @Test
    void modelWhenUnknownThenIsRefusedWithThoseThatThereAre() {
        JsonNode problem = refused(404, json(CONVERSATIONS, "{\"text\":\"hi\",\"model\":\"gpt-9\"}"));
        assertThat(problem.path("parameter").asString()).isEqualTo("model");
        assertThat(problem.path("detail").asString()).contains("'gpt-9'").contains("scripted");
    }

    @ParameterizedTest
    @CsvSource({"GET,/api/v1/conversations/", "DELETE,/api/v1/conversations/", "GET,/api/v1/generations/",
            "GET,/api/v1/attachments/"})
    void idWhenUnknownThenIsNotFound(String method, String path) {
        UUID id = UUID.randomUUID();
        JsonNode problem = refused(404, api.test().method(HttpMethod.valueOf(method)).uri(path + id));
        assertThat(problem.path("detail").asString()).contains(id.toString());
        assertThat(refused(400, api.test().method(HttpMethod.valueOf(method)).uri(path + "not-an-id")).path("detail")
                .asString()).contains("not-an-id");
    }

    @Test
    void attachmentWhenUnknownThenIsNotFound() {
        JsonNode problem = refused(404, json(CONVERSATIONS, "{\"text\":\"hi\",\"attachments\":[\"" + UUID.randomUUID()
                + "\"]}"));
        assertThat(problem.path("type").asString()).isEqualTo("urn:azulejo:problem:unknown-attachment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"text\":", "[]", "\"text\"", "{\"text\":{}}", "{\"text\":\"a\",\"colour\":1}",
            "{\"text\":\"a\",\"attachments\":[\"x\"]}", "{\"text\":\"a\",\"parent\":\"x\"}", "",
            "{\"text\":\"a\\u0000b\"}", "{\"text\":\"a\\ud800b\"}", "{\"text\":\"a\",\"options\":7}",
            "{\"text\":\"a\",\"options\":{\"warmth\":1}}", "{\"text\":\"a\",\"options\":{\"max_tokens\":\"ten\"}}",
            "{\"text\":\"a\",\"options\":{\"max_tokens\":1.5}}",
            "{\"text\":\"a\",\"options\":{\"max_tokens\":99999999999}}"})
    void jsonWhenWrongThenIsRefused(String body) {
        assertThat(refused(400, json(CONVERSATIONS, body)).path("detail").asString()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_tokens", "temperature", "top_p", "top_k", "min_p", "repetition_penalty", "max_tiles"})
    void numberWhenNegativeThenIsRefusedByName(String name) {
        JsonNode problem = refused(422, json(CONVERSATIONS, "{\"text\":\"a\",\"options\":{\"" + name + "\":-1}}"));
        assertThat(problem.path("parameter").asString()).isEqualTo(name);
    }

    @Test
    void limitWhenNegativeThenIsRefused() {
        assertThat(refused(400, api.test().get().uri(CONVERSATIONS + "?limit=-1")).path("parameter").asString())
                .isEqualTo("limit");
        assertThat(refused(400, api.test().get().uri(CONVERSATIONS + "?limit=x")).path("detail").asString())
                .contains("'x'");
        assertThat(refused(400, api.test().get().uri(CONVERSATIONS + "?before=yesterday")).path("parameter")
                .asString()).isEqualTo("before");
    }

    @Test
    void bytesWhenNotUtf8ThenAreRefused() {
        byte[] body = "{\"text\":\"ab?d\"}".getBytes(StandardCharsets.UTF_8);
        body[11] = (byte) 0xFF;
        refused(400, api.test().post().uri(CONVERSATIONS).contentType(MediaType.APPLICATION_JSON).bodyValue(body));
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("text", new byte[]{'a', (byte) 0xC3, 'b'}, MediaType.TEXT_PLAIN);
        assertThat(refused(400, form(form)).path("detail").asString()).contains("UTF-8");
    }

    @Test
    void contentTypeWhenWrongThenIsRefusedWithThoseThatAreTaken() {
        JsonNode problem = refused(415,
                api.test().post().uri(CONVERSATIONS).contentType(MediaType.TEXT_PLAIN).bodyValue("hi"));
        assertThat(problem.path("detail").asString()).contains("text/plain").contains("application/json");
    }

    @Test
    void methodWhenWrongThenIsRefusedWithThoseThatAreTaken() {
        assertThat(refused(405, api.test().put().uri(CONVERSATIONS)).path("detail").asString()).contains("PUT");
    }

    @Test
    void addressWhenThereIsNothingThenIsNotFound() {
        refused(404, api.test().get().uri("/api/v1/nothing"));
    }

    @Test
    void pageOfAnotherSiteWhenItPostsThenIsRefused() {
        refused(403, api.test().post().uri(CONVERSATIONS).header("Sec-Fetch-Site", "cross-site")
                .contentType(MediaType.APPLICATION_JSON).bodyValue("{}"));
    }

    @Test
    void lastEventIdWhenWrongThenIsRefused() {
        Accepted accepted = api.ask("hello");
        for (String id : List.of("-1", "x", "99999999999")) {
            assertThat(refused(400, api.test().get().uri("/api/v1/generations/" + accepted.generation() + "/events")
                    .header("Last-Event-ID", id)).path("detail").asString()).contains(id);
        }
    }

    @Test
    void messageWhenTheAnswerBeforeItIsNotThereYetThenIsRefused() {
        Accepted accepted = api.ask("[[pieces=10000 delay=20ms]] in progress");
        JsonNode problem = refused(409, json(CONVERSATIONS + "/" + accepted.conversation() + "/messages",
                "{\"text\":\"impatient\"}"));
        assertThat(problem.path("detail").asString()).contains(accepted.generation() + "/stop");
        api.post("/api/v1/generations/" + accepted.generation() + "/stop", null);
    }

    @Test
    void requestWhenCutInTheMiddleThenStoresNothingAndTheServerGoesOn() throws IOException {
        int before = jdbc.sql("select count(*) from message").query(Integer.class).single();
        for (String request : List.of(
                "POST /api/v1/conversations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 500\r\n\r\n{\"text\":\"half a",
                "POST /api/v1/conversations HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                        + "Content-Length: 500\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhalf",
                "POST /api/v1/conversations HTT")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(request.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
        Accepted accepted = api.ask("still there?");
        api.awaitEnd(accepted.generation());
        assertThat(jdbc.sql("select count(*) from message where id not in (select id from message where "
                + "conversation_id = ?::uuid)").param(accepted.conversation()).query(Integer.class).single())
                .isEqualTo(before);
    }

    @Test
    void formWhenItEndsTooEarlyThenIsRefused() throws IOException {
        String body = "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhalf";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.getOutputStream()
                    .write(("POST /api/v1/conversations HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + body.length()
                            + "\r\n\r\n"
                            + body).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            try (InputStream in = socket.getInputStream()) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 400");
            }
        }
    }

    private JsonNode refusedForm(int status, String fileName, byte[] picture) {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("text", "What is this?");
        form.part("picture", Api.named(picture, fileName));
        return refused(status, form(form));
    }

    private WebTestClient.RequestHeadersSpec<?> form(MultipartBodyBuilder form) {
        return api.test().post().uri(CONVERSATIONS).accept(MediaType.TEXT_EVENT_STREAM)
                .body(BodyInserters.fromMultipartData(form.build()));
    }

    private WebTestClient.RequestHeadersSpec<?> json(String path, String body) {
        return api.test().post().uri(path).contentType(MediaType.APPLICATION_JSON).bodyValue(body);
    }

    private JsonNode refused(int status, WebTestClient.RequestHeadersSpec<?> request) {
        String body = request.exchange().expectStatus().isEqualTo(status).expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON).expectBody(String.class).returnResult()
                .getResponseBody();
        JsonNode problem = json.readTree(String.valueOf(body));
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotEmpty();
        assertThat(problem.path("type").asString()).startsWith("urn:azulejo:problem:");
        return problem;
    }
}
