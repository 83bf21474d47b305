package io.azulejo.server.security.account;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@AccountsTest
class GroupsIT {

    private static final AtomicInteger MADE = new AtomicInteger();

    @Autowired
    private Visitors visitors;

    @AfterEach
    void open() {
        visitors.admin().delete().uri("/api/v1/admin/model-permissions?model=scripted").exchange();
    }

    @Test
    void modelWhenForAGroupThenIsThereForItsMembersAlone() {
        Visitors.User member = visitors.user();
        Visitors.User other = visitors.user();
        String group = group();
        put(member, group);

        restrict(Map.of("model", "scripted", "groups", List.of(group)));

        assertThat(models(member.client())).contains("scripted");
        assertThat(models(other.client())).isEmpty();
        assertThat(models(visitors.admin())).contains("scripted");
        ask(member.client(), "/api/v1/conversations", Map.of("text", "hi", "model", "scripted"))
                .expectStatus().isEqualTo(HttpStatus.ACCEPTED);

        visitors.admin().delete().uri("/api/v1/admin/groups/" + group + "/members/" + member.id()).exchange()
                .expectStatus().isNoContent();
        assertThat(models(member.client())).isEmpty();
    }

    @Test
    void modelWhenForAUserThenIsUnknownToOthersInEveryRequest() {
        Visitors.User allowed = visitors.user();
        Visitors.User other = visitors.user();
        JsonNode before = visitors.post(other.client(), "/api/v1/conversations", Map.of("text", "hi"));
        String messages = "/api/v1/conversations/" + before.path("conversation").asString() + "/messages";

        restrict(Map.of("model", "scripted", "users", List.of(allowed.id())));

        assertThat(models(allowed.client())).contains("scripted");
        for (Map.Entry<String, Object> request : Map.<String, Object>of(
                "/api/v1/conversations", Map.of("text", "hi", "model", "scripted"),
                messages, Map.of("text", "hi", "model", "scripted"),
                messages + "/" + before.path("message").asString() + "/regenerate", Map.of("model", "scripted"),
                "/api/v1/measure", Map.of("text", "hi", "model", "scripted"),
                "/v1/chat/completions", chat(), "/v1/chat/completions/input_tokens", chat(),
                "/v1/responses", Map.of("model", "scripted", "input", "hi"),
                "/v1/responses/input_tokens", Map.of("model", "scripted", "input", "hi")).entrySet()) {
            ask(other.client(), request.getKey(), request.getValue()).expectStatus().isNotFound()
                    .expectBody(String.class).value(body -> assertThat(body).as(request.getKey())
                            .contains("There is no model 'scripted'. Models here: none."));
        }
        other.client().get().uri("/v1/models/scripted").exchange().expectStatus().isNotFound();
        other.client().get().uri("/api/v1/models/scripted").exchange().expectStatus().isNotFound();
        // Nor is it what answers where a request names none.
        ask(other.client(), "/api/v1/conversations", Map.of("text", "hi")).expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void modelWhenItsGroupIsDeletedThenDoesNotOpenToEverybody() {
        Visitors.User other = visitors.user();
        String group = group();
        restrict(Map.of("model", "scripted", "groups", List.of(group)));

        visitors.admin().delete().uri("/api/v1/admin/groups/" + group).exchange().expectStatus().isNoContent();

        assertThat(models(other.client())).isEmpty();
        visitors.admin().delete().uri("/api/v1/admin/model-permissions?model=scripted").exchange().expectStatus()
                .isNoContent();
        assertThat(models(other.client())).contains("scripted");
    }

    @Test
    void deploymentWhenForAGroupThenServesItsMembersAlone() {
        Visitors.User member = visitors.user();
        Visitors.User other = visitors.user();
        String group = group();
        put(member, group);
        String id = visitors.post(visitors.admin(), "/api/v1/admin/deployments", Map.of("model", "inner", "backend",
                "scripted", "backendModel", "scripted", "groups", List.of(group))).path("id").asString();
        try {
            await().until(() -> models(member.client()).contains("inner"));
            assertThat(models(other.client())).doesNotContain("inner");
            ask(member.client(), "/v1/responses", Map.of("model", "inner", "input", "hi")).expectStatus().isOk();
            ask(other.client(), "/v1/responses", Map.of("model", "inner", "input", "hi")).expectStatus().isNotFound();
        } finally {
            visitors.admin().delete().uri("/api/v1/admin/deployments/" + id).exchange().expectStatus().isNoContent();
            await().until(() -> models(other.client()).contains("scripted"));
        }
    }

    @Test
    void groupsWhenListedThenPageByName() {
        String first = group();
        String second = group();
        Visitors.User member = visitors.user();
        put(member, second);
        put(member, second);

        JsonNode page = visitors.get(visitors.admin(), "/api/v1/admin/groups?limit=1&after=" + first);
        assertThat(page.path("groups").path(0).path("name").asString()).isEqualTo(second);
        assertThat(page.path("groups").path(0).path("members").asInt()).isEqualTo(1);
        assertThat(visitors.get(visitors.admin(), "/api/v1/admin/groups/" + second + "/members").path("members")
                .path(0).path("name").asString()).isEqualTo(member.name());
    }

    @Test
    void groupWhenNotThereOrThereAlreadyThenIsToldSo() {
        String group = group();
        ask(visitors.admin(), "/api/v1/admin/groups", Map.of("name", group)).expectStatus()
                .isEqualTo(HttpStatus.CONFLICT);
        ask(visitors.admin(), "/api/v1/admin/groups", Map.of("name", "a/b")).expectStatus().isBadRequest();
        visitors.admin().put().uri("/api/v1/admin/groups/none/members/" + visitors.user().id()).exchange()
                .expectStatus().isNotFound();
        visitors.admin().put().uri("/api/v1/admin/groups/" + group + "/members/" + UUID.randomUUID()).exchange()
                .expectStatus().isNotFound();
        visitors.admin().put().uri("/api/v1/admin/model-permissions").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("model", "other", "groups", List.of("none"))).exchange().expectStatus().isNotFound();
        assertThat(visitors.get(visitors.admin(), "/api/v1/admin/model-permissions").toString())
                .doesNotContain("other");
    }

    private String group() {
        return visitors.post(visitors.admin(), "/api/v1/admin/groups",
                Map.of("name", "group-%03d".formatted(MADE.incrementAndGet()))).path("name").asString();
    }

    private void put(Visitors.User user, String group) {
        visitors.admin().put().uri("/api/v1/admin/groups/" + group + "/members/" + user.id()).exchange().expectStatus()
                .isNoContent();
    }

    private void restrict(Map<String, ?> permission) {
        visitors.admin().put().uri("/api/v1/admin/model-permissions").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(permission).exchange().expectStatus().isOk();
    }

    private List<String> models(WebTestClient client) {
        List<String> openAi = visitors.get(client, "/v1/models").path("data").valueStream()
                .map(model -> model.path("id").asString()).toList();
        assertThat(visitors.get(client, "/api/v1/models").path("models").valueStream()
                .map(model -> model.path("id").asString())).isEqualTo(openAi);
        return openAi;
    }

    private static Map<String, Object> chat() {
        return Map.of("model", "scripted", "messages", List.of(Map.of("role", "user", "content", "hi")));
    }

    private static WebTestClient.ResponseSpec ask(WebTestClient client, String path, Object body) {
        return client.post().uri(path).contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
    }
}
