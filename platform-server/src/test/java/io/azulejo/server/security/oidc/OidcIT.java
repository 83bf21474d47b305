package io.azulejo.server.security.oidc;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.Api;
import io.azulejo.server.security.Person;

import static org.assertj.core.api.Assertions.assertThat;

@OidcTest
class OidcIT {

    @Autowired
    private Api api;

    @Autowired
    private OidcProviderProcess provider;

    @Autowired
    private JdbcClient jdbc;

    private OidcBrowser browser;

    @BeforeEach
    void open() throws InterruptedException {
        provider.awaitStart();
        browser = browser();
    }

    private OidcBrowser browser() {
        return new OidcBrowser("http://127.0.0.1:" + api.port());
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void nobodyWhenAskingThenIsToldWhereToLogIn() throws Exception {
        HttpResponse<String> refused = browser.send("GET", "/api/v1/me", "");

        assertThat(refused.statusCode()).isEqualTo(401);
        JsonNode problem = new JsonMapper().readTree(refused.body());
        assertThat(problem.path("mode").asString()).isEqualTo("oidc");
        assertThat(problem.path("login").asString()).isEqualTo("/login/oidc");
        URI sentTo = URI.create(browser.next("/login/oidc"));
        assertThat(sentTo.toString()).startsWith(provider.issuer());
        assertThat(sentTo.getQuery()).contains("code_challenge_method=S256", "nonce=", "state=",
                "scope=openid profile");
    }

    @Test
    void administratorWhenTheFirstThenHasWhatThereWasInLocalMode() throws Exception {
        assertThat(browser.logIn("ada", "/c/one?x=1")).isEqualTo("/c/one?x=1");

        JsonNode me = browser.get("/api/v1/me");
        assertThat(me.path("id").asString()).isEqualTo(Person.LOCAL.id().toString());
        assertThat(me.path("name").asString()).isEqualTo("ada");
        assertThat(me.path("displayName").asString()).isEqualTo("Ada");
        assertThat(me.path("mode").asString()).isEqualTo("oidc");
        assertThat(me.path("roles").toString()).contains("admin");
        assertThat(browser.get("/api/v1/admin/users").toString()).contains("\"ada\"");
        assertThat(browser.send("PATCH", "/api/v1/admin/users/" + me.path("id").asString(), "{\"role\":\"user\"}")
                .body()).contains("role-from-provider");
        assertThat(browser.send("POST", "/api/v1/admin/invitations", "{}").statusCode()).isEqualTo(404);
        assertThat(browser.send("POST", "/api/v1/session", "{\"name\":\"ada\",\"password\":\"password\"}")
                .statusCode()).isEqualTo(404);
    }

    @Test
    void personWhenComingBackThenIsTheSameAndInTheGroupsThatTheProviderSays() throws Exception {
        jdbc.sql("insert into user_group (name) values ('research'), ('formerly') on conflict do nothing").update();
        browser.logIn("grace", "/");
        String id = browser.get("/api/v1/me").path("id").asString();
        jdbc.sql("insert into user_group_member (group_name, person_id) values ('formerly', :id)")
                .param("id", UUID.fromString(id)).update();

        try (OidcBrowser second = browser()) {
            second.logIn("grace", "/");
            assertThat(second.get("/api/v1/me").path("id").asString()).isEqualTo(id);
        }
        assertThat(jdbc.sql("select group_name from user_group_member where person_id = :id")
                .param("id", UUID.fromString(id)).query(String.class).list()).containsExactly("research");
        assertThat(browser.send("GET", "/api/v1/admin/users", "").statusCode()).isEqualTo(403);
    }

    @Test
    void personWhenSomebodyHasTheNameThenIsSomebodyElse() throws Exception {
        UUID other = UUID.randomUUID();
        jdbc.sql("insert into person (id, name) values (:id, 'Linus')").param("id", other).update();
        try {
            browser.logIn("linus", "/");
            JsonNode me = browser.get("/api/v1/me");
            assertThat(me.path("id").asString()).isNotEqualTo(other.toString());
            assertThat(me.path("name").asString()).isEqualTo("linus-2");
        } finally {
            jdbc.sql("delete from person where id = :id").param("id", other).update();
        }
    }

    @Test
    void loginWhenItCannotBeThenThePageIsToldWhy() throws Exception {
        for (List<String> refused : List.of(List.of("stranger", "login-not-allowed", "403"),
                List.of("nameless", "claim-missing", "403"), List.of("late", "login-not-valid", "401"),
                List.of("replayed", "login-not-valid", "401"))) {
            try (OidcBrowser own = browser()) {
                assertThat(own.logIn(refused.getFirst(), "/")).isEqualTo("/login?problem=" + refused.get(1));
                assertThat(own.cookie("AZULEJO_SESSION")).isEmpty();
            }
            assertThat(jdbc.sql("select status || ' ' || result from audit_event where action = 'session.login' "
                    + "order by id desc limit 1").query(String.class).single()).isEqualTo(refused.get(2) + " refused");
        }
        assertThat(jdbc.sql("select count(*) from person where name in ('stranger', 'late', 'replayed')")
                .query(Long.class).single()).isZero();
    }

    @Test
    void answerOfTheProviderWhenNotOfThisLoginThenIsRefused() throws Exception {
        String begun = browser.next("/login/oidc");
        String state = UriComponentsBuilder.fromUriString(begun).build().getQueryParams().getFirst("state");
        String code = "/login/oauth2/code/azulejo?code=made-up&state=";

        try (OidcBrowser other = browser()) {
            assertThat(other.next(code + state)).isEqualTo("/login?problem=login-stale");
        }
        assertThat(browser.next(code + "another")).isEqualTo("/login?problem=login-stale");
        assertThat(browser.next("/login/oauth2/code/azulejo?error=access_denied&state=" + state))
                .isEqualTo("/login?problem=login-refused");
        assertThat(browser.next(code + state)).as("a second time").isEqualTo("/login?problem=login-stale");
        assertThat(browser.cookie("AZULEJO_SESSION")).isEmpty();
        assertThat(browser.logIn("grace", "//elsewhere.example/")).isEqualTo("/");
    }

    @Test
    void logoutWhenDoneThenTheProvidersLoginIsOverToo() throws Exception {
        browser.logIn("grace", "/");
        assertThat(browser.open("/login/oidc").uri().getPort()).as("the provider asks nothing").isEqualTo(api.port());

        assertThat(HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + api.port() + "/api/v1/session"))
                .header("Cookie", "AZULEJO_SESSION=" + browser.cookie("AZULEJO_SESSION").orElseThrow()).DELETE()
                .build(), HttpResponse.BodyHandlers.ofString()).body()).contains("csrf");
        browser.get("/api/v1/me");
        HttpResponse<String> ended = browser.send("DELETE", "/api/v1/session", "");
        assertThat(ended.statusCode()).isEqualTo(200);
        String next = new JsonMapper().readTree(ended.body()).path("next").asString();
        assertThat(browser.open(next).uri()).isEqualTo(URI.create("http://127.0.0.1:" + api.port() + "/"));
        assertThat(browser.send("GET", "/api/v1/me", "").statusCode()).isEqualTo(401);
        assertThat(browser.open("/login/oidc").uri().toString()).startsWith(provider.issuer() + "/login");
    }

    @Test
    void personWhenSwitchedOffThenIsOut() throws Exception {
        browser.logIn("linus", "/");
        String id = browser.get("/api/v1/me").path("id").asString();
        try (OidcBrowser administrator = browser()) {
            administrator.logIn("ada", "/");
            administrator.get("/api/v1/me");
            administrator.send("PATCH", "/api/v1/admin/users/" + id, "{\"enabled\":false}");
            assertThat(browser.send("GET", "/api/v1/me", "").statusCode()).isEqualTo(401);
            assertThat(browser.next(browser.next(browser.next("/login/oidc"))))
                    .isEqualTo("/login?problem=switched-off");
            administrator.send("PATCH", "/api/v1/admin/users/" + id, "{\"enabled\":true}");
        }
    }

    @Test
    void passwordWhenTheProviderKeepsItThenIsNotChangedHere() throws Exception {
        browser.logIn("grace", "/");
        browser.get("/api/v1/me");
        HttpResponse<String> refused = browser.send("PUT", "/api/v1/me/password",
                "{\"old\":\"some long password\",\"password\":\"another long password\"}");
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).contains("This server keeps no passwords: it runs in oidc mode.");
    }

    @Test
    void personWhenDeletedThenAKeyIsRefusedAndTheNextLoginBeginsAnew() throws Exception {
        browser.logIn("grace", "/");
        String id = browser.get("/api/v1/me").path("id").asString();
        String key = new JsonMapper().readTree(browser.send("POST", "/api/v1/me/keys", "{\"name\":\"program\"}").body())
                .path("key").asString();
        assertThat(api.client().get().uri("/v1/models").header("Authorization", "Bearer " + key).retrieve()
                .bodyToMono(String.class).block()).contains("scripted");
        jdbc.sql("update login_session set created_at = now() - interval '1 hour' where person_id = :id")
                .param("id", UUID.fromString(id)).update();
        assertThat(browser.send("DELETE", "/api/v1/me", "{}").body()).contains("login-too-old");

        browser.open("/login/oidc");
        assertThat(browser.send("DELETE", "/api/v1/me", "{}").statusCode()).isEqualTo(204);
        api.test().get().uri("/v1/models").header("Authorization", "Bearer " + key).exchange().expectStatus()
                .isUnauthorized();
        browser.open("/login/oidc");
        assertThat(browser.get("/api/v1/me").path("id").asString()).isNotEqualTo(id);
    }

    @Test
    void providerWhenAwayThenSaysSoAndWhenBackWithOtherKeysThenIsTrusted() throws Exception {
        String begun = browser.next("/login/oidc");
        String answer = "/login/oauth2/code/azulejo?code=any&state="
                + UriComponentsBuilder.fromUriString(begun).build().getQueryParams().getFirst("state");
        provider.stop();
        assertThat(browser.next(answer)).isEqualTo("/login?problem=provider-unreachable");
        assertThat(browser.send("GET", answer, "").body()).contains("urn:azulejo:problem:login-stale");

        provider.awaitStart();
        assertThat(browser.logIn("grace", "/")).isEqualTo("/");
    }
}
