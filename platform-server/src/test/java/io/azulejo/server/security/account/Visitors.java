package io.azulejo.server.security.account;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** People who come to the server, each with a browser of their own. */
public class Visitors {

    public static final String PASSWORD = "correct horse battery";

    private final ReactiveWebServerApplicationContext context;
    private final Links links;
    private final JsonMapper json = new JsonMapper();
    private final AtomicInteger made = new AtomicInteger();
    private @Nullable WebTestClient admin;

    Visitors(ReactiveWebServerApplicationContext context, Links links) {
        this.context = context;
        this.links = links;
    }

    /** Somebody who is not logged in. */
    public WebTestClient nobody() {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + Objects.requireNonNull(context.getWebServer()).getPort())
                .responseTimeout(Duration.ofSeconds(60))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 << 20)).build();
    }

    /** The first administrator, made by the link that the log shows. */
    public synchronized WebTestClient admin() {
        if (admin == null) {
            String token = links.invite(AccountRole.admin, true, Duration.ofHours(1)).token();
            admin = accept(token, "admin").client();
        }
        return admin;
    }

    public record User(String name, String id, WebTestClient client) {}

    /** A new user, invited by the administrator and logged in. */
    public User user() {
        String token = post(admin(), "/api/v1/admin/invitations", Map.of()).path("token").asString();
        return accept(token, "user" + made.incrementAndGet());
    }

    private User accept(String token, String name) {
        EntityExchangeResult<String> result = nobody().post().uri("/api/v1/invitations/" + token)
                .contentType(MediaType.APPLICATION_JSON).bodyValue(Map.of("name", name, "password", PASSWORD))
                .exchange()
                .expectStatus().isCreated().expectBody(String.class).returnResult();
        return new User(name, json.readTree(result.getResponseBody()).path("id").asString(), browser(result));
    }

    public WebTestClient login(String name, String password) {
        return browser(nobody().post().uri("/api/v1/session").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", name, "password", password)).exchange().expectStatus().isOk()
                .expectBody(String.class).returnResult());
    }

    /** Keeps the cookies of an answer and sends the token as the page does. */
    private WebTestClient browser(EntityExchangeResult<String> result) {
        MultiValueMap<String, ResponseCookie> cookies = result.getResponseCookies();
        String session = Objects.requireNonNull(cookies.getFirst("AZULEJO_SESSION")).getValue();
        String token = Objects.requireNonNull(cookies.getFirst("XSRF-TOKEN")).getValue();
        return nobody().mutate().defaultCookie("AZULEJO_SESSION", session).defaultCookie("XSRF-TOKEN", token)
                .defaultHeader("X-XSRF-TOKEN", token).build();
    }

    public JsonNode post(WebTestClient client, String path, Object body) {
        return json.readTree(client.post().uri(path).contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange()
                .expectStatus().is2xxSuccessful().expectBody(String.class).returnResult().getResponseBody());
    }

    public JsonNode get(WebTestClient client, String path) {
        return json.readTree(client.get().uri(path).exchange().expectStatus().isOk().expectBody(String.class)
                .returnResult().getResponseBody());
    }
}
