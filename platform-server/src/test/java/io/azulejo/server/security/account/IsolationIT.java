package io.azulejo.server.security.account;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.Api;
import io.azulejo.server.Pictures;

import static org.assertj.core.api.Assertions.assertThat;

/** Walks every operation of the server's own description as somebody else, and as nobody. */
@AccountsTest
class IsolationIT {

    private static final String SECRET = "mauerbluemchen";
    private static final String UUIDS = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private static final String RESPONSES = "resp_[0-9a-f]{32}";

    /** What nobody has to log in for. */
    private static final Set<String> OPEN = Set.of("POST /api/v1/session", "POST /api/v1/invitations/{token}",
            "POST /api/v1/password-reset/{token}", "GET /api/v1/shared/{token}",
            "GET /api/v1/shared/{token}/attachments/{id}/content",
            "GET /api/v1/shared/{token}/attachments/{id}/thumbnail");

    /** What belongs to nobody in particular, or to whoever asks: it may answer, with nothing of others. */
    private static final Map<String, String> OWN = Map.ofEntries(Map.entry("GET /api/v1/me", ""),
            Map.entry("GET /api/v1/me/keys", ""), Map.entry("GET /api/v1/me/usage", ""),
            Map.entry("GET /api/v1/me/export", ""), Map.entry("DELETE /api/v1/me", ""),
            Map.entry("POST /api/v1/me/keys", "{}"),
            Map.entry("PUT /api/v1/me/password", "{}"), Map.entry("DELETE /api/v1/session", ""),
            Map.entry("GET /api/v1/models", ""), Map.entry("GET /api/v1/models/{id}", ""),
            Map.entry("GET /api/v1/conversations", ""), Map.entry("GET /api/v1/folders", ""),
            Map.entry("POST /api/v1/folders", "{}"), Map.entry("GET /api/v1/tags", ""),
            Map.entry("GET /api/v1/presets", ""), Map.entry("POST /api/v1/presets", "{}"),
            Map.entry("POST /api/v1/attachments", ""), Map.entry("GET /v1/models", ""),
            Map.entry("GET /api/v1/search", ""), Map.entry("GET /api/v1/shares", ""),
            Map.entry("GET /api/v1/export", ""), Map.entry("POST /api/v1/import", ""),
            Map.entry("POST /v1/responses/input_tokens", "{}"),
            Map.entry("GET /v1/models/{model}", ""), Map.entry("POST /v1/chat/completions", "{}"),
            Map.entry("POST /v1/chat/completions/input_tokens", "{}"));

    /** What is somebody's, with a body that would be taken from the owner. */
    private static final Map<String, String> OWNED = Map.ofEntries(
            Map.entry("POST /api/v1/conversations", "{\"text\":\"x\",\"attachments\":[\"{attachment}\"]}"),
            Map.entry("POST /api/v1/measure", "{\"text\":\"x\",\"conversation\":\"{conversation}\"}"),
            Map.entry("POST /v1/responses",
                    "{\"model\":\"scripted\",\"input\":\"x\",\"previous_response_id\":\"{response}\"}"),
            Map.entry("GET /v1/responses/{id}", ""), Map.entry("DELETE /v1/responses/{id}", ""),
            Map.entry("GET /v1/responses/{id}/input_items", ""), Map.entry("POST /v1/responses/{id}/cancel", ""),
            Map.entry("GET /api/v1/conversations/{id}", ""), Map.entry("GET /api/v1/conversations/{id}/export", ""),
            Map.entry("POST /api/v1/conversations/{id}/shares", "{}"),
            Map.entry("GET /api/v1/conversations/{id}/shares", ""), Map.entry("DELETE /api/v1/shares/{id}", ""),
            Map.entry("PATCH /api/v1/conversations/{id}", "{\"title\":\"taken\"}"),
            Map.entry("DELETE /api/v1/conversations/{id}", ""),
            Map.entry("POST /api/v1/conversations/{id}/restore", ""),
            Map.entry("POST /api/v1/conversations/{id}/messages", "{\"text\":\"x\"}"),
            Map.entry("POST /api/v1/conversations/{id}/fork", "{\"message\":\"{message}\"}"),
            Map.entry("DELETE /api/v1/conversations/{id}/messages/{message}", ""),
            Map.entry("POST /api/v1/conversations/{id}/messages/{message}/regenerate", "{}"),
            Map.entry("POST /api/v1/conversations/{id}/messages/{message}/continue", "{}"),
            Map.entry("PUT /api/v1/conversations/{id}/messages/{answer}/feedback", "{\"rating\":\"up\"}"),
            Map.entry("DELETE /api/v1/conversations/{id}/messages/{answer}/feedback", ""),
            Map.entry("POST /api/v1/conversations/{conversation}/messages/{answer}/attention", "{}"),
            Map.entry("GET /api/v1/conversations/{id}/messages/{answer}/manifest", ""),
            Map.entry("GET /api/v1/generations/{id}", ""), Map.entry("GET /api/v1/generations/{id}/events", ""),
            Map.entry("POST /api/v1/generations/{id}/stop", ""), Map.entry("GET /api/v1/attachments/{id}", ""),
            Map.entry("GET /api/v1/attachments/{id}/content", ""),
            Map.entry("GET /api/v1/attachments/{id}/thumbnail", ""),
            Map.entry("GET /api/v1/attachments/{id}/tiles", ""),
            Map.entry("GET /api/v1/attachments/{id}/tiles/{index}", ""),
            Map.entry("POST /api/v1/attachments/{id}/crop", "{\"x\":0,\"y\":0,\"width\":1,\"height\":1}"),
            Map.entry("PATCH /api/v1/folders/{id}", "{\"name\":\"taken\"}"),
            Map.entry("DELETE /api/v1/folders/{id}", ""),
            Map.entry("PATCH /api/v1/presets/{id}", "{\"name\":\"taken\"}"),
            Map.entry("DELETE /api/v1/presets/{id}", ""), Map.entry("DELETE /api/v1/me/keys/{id}", ""));

    @Autowired
    private Visitors visitors;

    private Visitors.User owner;
    private final Map<String, String> ids = new HashMap<>();
    private final TreeMap<String, JsonNode> operations = new TreeMap<>();

    @BeforeEach
    void seed() {
        owner = visitors.user();
        WebTestClient client = owner.client();
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("file", Api.named(Pictures.png(0x336699), SECRET + ".png"));
        String attachment = new JsonMapper().readTree(client.post()
                .uri("/api/v1/attachments").body(BodyInserters.fromMultipartData(form.build())).exchange()
                .expectStatus().isCreated().expectBody(String.class).returnResult().getResponseBody()).path("id")
                .asString();
        JsonNode asked = visitors.post(client, "/api/v1/conversations",
                Map.of("text", SECRET, "title", SECRET, "attachments", List.of(attachment)));
        ids.put("attachment", attachment);
        for (String id : List.of("conversation", "message", "answer", "generation")) {
            ids.put(id, asked.path(id).asString());
        }
        ids.put("folder", visitors.post(client, "/api/v1/folders", Map.of("name", SECRET)).path("id").asString());
        ids.put("preset", visitors.post(client, "/api/v1/presets", Map.of("name", SECRET, "system", SECRET)).path("id")
                .asString());
        ids.put("key", visitors.post(client, "/api/v1/me/keys", Map.of("name", SECRET)).path("id").asString());
        client.get().uri("/api/v1/generations/" + ids.get("generation") + "/events").exchange().expectStatus().isOk()
                .expectBody(String.class).returnResult();
        ids.put("share", visitors.post(client, "/api/v1/conversations/" + ids.get("conversation") + "/shares", Map.of())
                .path("id").asString());
        assertThat(ids.values()).allMatch(id -> id.matches(UUIDS));
        ids.put("response", visitors.post(client, "/v1/responses", Map.of("model", "scripted", "input", SECRET))
                .path("id").asString());
        assertThat(ids.get("response")).matches(RESPONSES);

        visitors.get(visitors.nobody(), "/v3/api-docs").path("paths").properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> operations
                        .put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
    }

    @Test
    void everyOperationWhenDescribedThenIsKnownToTheWalk() {
        assertThat(operations.keySet()).isNotEmpty().allSatisfy(operation -> assertThat(
                OPEN.contains(operation) || OWN.containsKey(operation) || OWNED.containsKey(operation)
                        || isForAdministrators(operation))
                .as("Tell here how to fill %s, and whose it is.", operation).isTrue());
    }

    @Test
    void whatIsSomebodysWhenAskedForByAnotherThenLooksAsIfItWereNotThere() {
        WebTestClient other = visitors.user().client();
        String before = seen();
        List<String> leaks = new ArrayList<>();
        OWNED.keySet().stream().filter(operations::containsKey).sorted().forEach(operation -> {
            Answer theirs = send(other, operation, ids);
            Map<String, String> nothings = new HashMap<>();
            ids.keySet().forEach(name -> nothings.put(name, name.equals("response")
                    ? "resp_" + UUID.randomUUID().toString().replace("-", "")
                    : UUID.randomUUID().toString()));
            Answer nothing = send(other, operation, nothings);
            if ((theirs.status() != 404 && theirs.status() != 422) || !theirs.equals(nothing)
                    || theirs.body().contains(SECRET)) {
                leaks.add(operation + ": " + theirs + ", where there is nothing: " + nothing);
            }
        });

        assertThat(leaks).isEmpty();
        assertThat(seen()).isEqualTo(before).contains(SECRET);
    }

    @Test
    void whatIsEverybodysOwnWhenAskedForByAnotherThenHasNothingOfTheOwner() {
        WebTestClient other = visitors.user().client();

        OWN.keySet().stream().filter(operation -> operations.containsKey(operation)
                && !operation.equals("DELETE /api/v1/session")).sorted()
                .forEach(operation -> assertThat(send(other, operation, ids).body()).as(operation)
                        .doesNotContain(SECRET));
    }

    @Test
    void whatIsForAdministratorsWhenAskedForByAUserThenIsRefused() {
        WebTestClient other = visitors.user().client();

        operations.keySet().stream().filter(IsolationIT::isForAdministrators)
                .forEach(operation -> assertThat(send(other, operation, ids).status()).as(operation).isEqualTo(403));
    }

    @Test
    void everythingButTheWaysInWhenAskedForByNobodyThenAsksForALogin() {
        operations.keySet().forEach(operation -> {
            Answer answer = send(visitors.nobody(), operation, ids);
            assertThat(answer.body()).doesNotContain(SECRET);
            if (OPEN.contains(operation)) {
                assertThat(answer.status()).as(operation).isBetween(400, 499);
            } else {
                assertThat(answer.status()).as(operation).isEqualTo(401);
            }
        });
    }

    private static boolean isForAdministrators(String operation) {
        return operation.contains(" /api/v1/admin/") || operation.contains(" /api/v1/plugins");
    }

    /** All that the owner has. */
    private String seen() {
        return visitors.get(owner.client(), "/api/v1/conversations/" + ids.get("conversation")).toString()
                + visitors.get(owner.client(), "/api/v1/folders") + visitors.get(owner.client(), "/api/v1/presets")
                + visitors.get(owner.client(), "/api/v1/me/keys") + visitors.get(owner.client(), "/api/v1/shares")
                + visitors.get(owner.client(), "/api/v1/attachments/" + ids.get("attachment"));
    }

    /** @param body with what the request named taken out */
    private record Answer(int status, String body) {}

    private Answer send(WebTestClient client, String operation, Map<String, String> named) {
        int space = operation.indexOf(' ');
        String path = fill(operation.substring(space + 1), named)
                + (operation.equals("GET /api/v1/search") ? "?q=" + SECRET : "");
        WebTestClient.RequestBodySpec request = client.method(HttpMethod.valueOf(operation.substring(0, space)))
                .uri(path);
        String body = OWNED.getOrDefault(operation, OWN.getOrDefault(operation, "{}"));
        JsonNode taken = operations.getOrDefault(operation, operations.firstEntry().getValue()).path("requestBody")
                .path("content");
        if (body.isEmpty() && taken.has("multipart/form-data")) {
            MultipartBodyBuilder form = new MultipartBodyBuilder();
            form.part("text", "x");
            request.body(BodyInserters.fromMultipartData(form.build()));
        } else if (!body.isEmpty() && !operation.startsWith("GET ") && !operation.startsWith("DELETE ")) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(fill(body, named));
        }
        EntityExchangeResult<byte[]> result = request.exchange().expectBody().returnResult();
        byte @Nullable [] content = result.getResponseBody();
        String text = content == null ? "" : new String(content, StandardCharsets.UTF_8);
        return new Answer(result.getStatus().value(), text.replaceAll(UUIDS, "ID").replaceAll(RESPONSES, "ID"));
    }

    private static String fill(String template, Map<String, String> named) {
        String own = template.contains("/responses/")
                ? "response"
                : template.contains("/attachments/")
                        ? "attachment"
                        : template.contains("/generations/")
                                ? "generation"
                                : template.contains("/folders/")
                                        ? "folder"
                                        : template.contains("/presets/")
                                                ? "preset"
                                                : template.contains("/keys/")
                                                        ? "key"
                                                        : template.contains("/shares/") ? "share" : "conversation";
        String filled = template.replace("{index}", "0").replace("{token}", "none").replace("{name}", "scripted")
                .replace("{model}", "scripted").replace("/models/{id}", "/models/scripted")
                .replace("{id}", named.get(own));
        for (Map.Entry<String, String> id : named.entrySet()) {
            filled = filled.replace("{" + id.getKey() + "}", id.getValue());
        }
        return filled;
    }
}
