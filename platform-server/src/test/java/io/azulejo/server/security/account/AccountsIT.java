package io.azulejo.server.security.account;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

import static io.azulejo.server.security.account.Visitors.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

@AccountsTest
class AccountsIT {

    @Autowired
    private Visitors visitors;

    @Autowired
    private Links links;

    @Test
    void firstAdministratorWhenMadeThenNoOtherLinkMakesOne() {
        String late = links.invite(AccountRole.admin, true, Duration.ofHours(1)).token();
        assertThat(visitors.get(visitors.admin(), "/api/v1/me").path("roles").toString()).contains("admin");

        accept(late, "second").expectStatus().isNotFound();
        accept(links.invite(AccountRole.admin, true, Duration.ofHours(1)).token(), "second").expectStatus()
                .isNotFound();
    }

    @Test
    void invitationWhenUsedThenMakesOneUserOnly() {
        String token = visitors.post(visitors.admin(), "/api/v1/admin/invitations", Map.of()).path("token").asString();

        accept(token, "invited").expectStatus().isCreated().expectCookie().httpOnly("AZULEJO_SESSION", true)
                .expectCookie().sameSite("AZULEJO_SESSION", "Lax").expectCookie().httpOnly("XSRF-TOKEN", false);
        accept(token, "another").expectStatus().isNotFound();
        visitors.login("INVITED", PASSWORD).get().uri("/api/v1/admin/users").exchange().expectStatus().isForbidden();
    }

    @Test
    void requestWithASessionWhenWithoutTheTokenThenChangesNothing() {
        WebTestClient browser = visitors.user().client();

        browser.mutate().defaultHeaders(headers -> headers.remove("X-XSRF-TOKEN")).build().post()
                .uri("/api/v1/folders").contentType(MediaType.APPLICATION_JSON).bodyValue(Map.of("name", "a"))
                .exchange().expectStatus().isForbidden().expectBody().jsonPath("$.type")
                .isEqualTo("urn:azulejo:problem:csrf");
        assertThat(visitors.get(browser, "/api/v1/folders")).isEmpty();
        visitors.post(browser, "/api/v1/folders", Map.of("name", "a"));
    }

    @Test
    void sessionWhenLoggedOutThenIsOver() {
        WebTestClient browser = visitors.user().client();

        browser.delete().uri("/api/v1/session").exchange().expectStatus().isNoContent();
        browser.get().uri("/api/v1/me").exchange().expectStatus().isUnauthorized().expectBody().jsonPath("$.mode")
                .isEqualTo("accounts");
    }

    @Test
    void passwordWhenTriedTooOftenThenEvenTheRightOneHasToWait() {
        String name = visitors.user().name();
        for (int i = 0; i < 5; i++) {
            login(name, "wrong " + i).expectStatus().isUnauthorized();
        }

        login(name, PASSWORD).expectStatus().isEqualTo(HttpStatus.TOO_MANY_REQUESTS).expectHeader()
                .exists("Retry-After");
    }

    @Test
    void passwordWhenResetThenOldLoginsAreOver() {
        Visitors.User user = visitors.user();
        String token = visitors.post(visitors.admin(), "/api/v1/admin/users/" + user.id() + "/password-reset", Map.of())
                .path("token").asString();

        visitors.nobody().post().uri("/api/v1/password-reset/" + token).contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("password", "another good one")).exchange().expectStatus().isOk();
        user.client().get().uri("/api/v1/me").exchange().expectStatus().isUnauthorized();
        login(user.name(), PASSWORD).expectStatus().isUnauthorized();
        visitors.login(user.name(), "another good one").get().uri("/api/v1/me").exchange().expectStatus().isOk();
    }

    @Test
    void passwordWhenChangedThenTheOldOneAndAllOtherLoginsAreOver() {
        Visitors.User user = visitors.user();
        WebTestClient elsewhere = visitors.login(user.name(), PASSWORD);

        change(user.client(), "wrong password", "another good one").expectStatus().isForbidden().expectBody()
                .jsonPath("$.parameter").isEqualTo("old");
        change(user.client(), PASSWORD, "short").expectStatus().isBadRequest().expectBody().jsonPath("$.parameter")
                .isEqualTo("password");
        elsewhere.get().uri("/api/v1/me").exchange().expectStatus().isOk();

        change(user.client(), PASSWORD, "another good one").expectStatus().isNoContent();
        user.client().get().uri("/api/v1/me").exchange().expectStatus().isOk();
        elsewhere.get().uri("/api/v1/me").exchange().expectStatus().isUnauthorized();
        login(user.name(), PASSWORD).expectStatus().isUnauthorized();
        login(user.name(), "another good one").expectStatus().isOk();
    }

    @Test
    void userWhenSwitchedOffThenCannotDoAnything() {
        Visitors.User user = visitors.user();
        String key = key(user.client(), List.of("read"));

        visitors.admin().patch().uri("/api/v1/admin/users/" + user.id()).contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("enabled", false)).exchange().expectStatus().isOk();
        user.client().get().uri("/api/v1/me").exchange().expectStatus().isUnauthorized();
        with(key).get().uri("/v1/models").exchange().expectStatus().isUnauthorized();
        login(user.name(), PASSWORD).expectStatus().isUnauthorized();
    }

    @Test
    void usersAreFoundByAPartOfTheirName() {
        Visitors.User user = visitors.user();
        visitors.user();

        assertThat(namesFound(user.name().toUpperCase(Locale.ROOT).substring(1))).contains(user.name())
                .allMatch(name -> name.contains(user.name().substring(1)));
        assertThat(namesFound("100%")).isEmpty();
        assertThat(namesFound("_")).isEmpty();
        assertThat(namesFound(" ")).contains(user.name(), "admin");
        visitors.admin().get().uri("/api/v1/admin/users?q={q}", "x".repeat(201)).exchange().expectStatus()
                .isBadRequest().expectBody().jsonPath("$.parameter").isEqualTo("q");
    }

    private List<String> namesFound(String part) {
        return Objects.requireNonNull(visitors.admin().get().uri("/api/v1/admin/users?limit=200&q={q}", part).exchange()
                .expectStatus().isOk().expectBody(JsonNode.class).returnResult().getResponseBody()).path("users")
                .values().stream().map(user -> user.path("name").asString()).toList();
    }

    @Test
    void administratorWhenTheLastOneThenStays() {
        String id = visitors.get(visitors.admin(), "/api/v1/me").path("id").asString();

        visitors.admin().patch().uri("/api/v1/admin/users/" + id).contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("role", "user")).exchange().expectStatus().isEqualTo(HttpStatus.CONFLICT);
        assertThat(visitors.get(visitors.admin(), "/api/v1/me").path("roles").toString()).contains("admin");
    }

    @Test
    void apiKeyWhenSentThenMayWhatItsScopesSay() {
        WebTestClient browser = visitors.user().client();
        WebTestClient reader = with(key(browser, List.of("read")));
        WebTestClient writer = with(key(browser, List.of("chat")));

        reader.get().uri("/v1/models").exchange().expectStatus().isOk();
        reader.post().uri("/v1/chat/completions").contentType(MediaType.APPLICATION_JSON).bodyValue("{}").exchange()
                .expectStatus().isForbidden().expectBody().jsonPath("$.error.type").isEqualTo("permission_error");
        writer.post().uri("/v1/chat/completions").contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"model\":\"scripted\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}").exchange()
                .expectStatus().isOk();
        visitors.post(writer, "/api/v1/folders", Map.of("name", "by a program"));
        assertThat(visitors.get(browser, "/api/v1/folders")).hasSize(1);
        writer.get().uri("/api/v1/me/keys").exchange().expectStatus().isForbidden();
        writer.get().uri("/api/v1/admin/users").exchange().expectStatus().isForbidden();
    }

    @Test
    void apiKeyWhenNotValidThenIsToldInOpenAisForm() {
        WebTestClient browser = visitors.user().client();
        String key = key(browser, List.of("read"));
        JsonNode kept = visitors.get(browser, "/api/v1/me/keys").path(0);
        assertThat(kept.has("key")).isFalse();
        browser.delete().uri("/api/v1/me/keys/" + kept.path("id").asString()).exchange().expectStatus().isNoContent();

        for (String wrong : List.of(key, "azk_nonsense", "")) {
            with(wrong).get().uri("/v1/models").exchange().expectStatus().isUnauthorized().expectBody()
                    .jsonPath("$.error.type").isEqualTo("authentication_error");
        }
        visitors.nobody().get().uri("/v1/models").exchange().expectStatus().isUnauthorized().expectBody()
                .jsonPath("$.error.type").isEqualTo("authentication_error");
    }

    private String key(WebTestClient browser, List<String> scopes) {
        return visitors.post(browser, "/api/v1/me/keys", Map.of("name", "program", "scopes", scopes)).path("key")
                .asString();
    }

    private WebTestClient with(String key) {
        return visitors.nobody().mutate().defaultHeader("Authorization", "Bearer " + key).build();
    }

    private static WebTestClient.ResponseSpec change(WebTestClient client, String old, String password) {
        return client.put().uri("/api/v1/me/password").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("old", old, "password", password)).exchange();
    }

    private WebTestClient.ResponseSpec login(String name, String password) {
        return visitors.nobody().post().uri("/api/v1/session").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", name, "password", password)).exchange();
    }

    private WebTestClient.ResponseSpec accept(String token, String name) {
        return visitors.nobody().post().uri("/api/v1/invitations/" + token).contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", name, "password", PASSWORD)).exchange();
    }
}
