package io.azulejo.server.share;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.Api;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.Pictures;
import io.azulejo.server.ServerTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Links to conversations as they were. */
@ServerTest
class ShareIT {

    @Autowired
    private Api api;

    @Autowired
    private Shares shares;

    @Autowired
    private JdbcClient jdbc;

    private final byte[] wall = Pictures.png(0x7a1e5);
    private String picture = "";

    private Accepted ask() {
        picture = api.upload(wall, "wall.png").path("id").asString();
        Accepted asked = new Accepted(
                api.post("/api/v1/conversations", Map.of("title", "A wall", "text", "What is this?",
                        "attachments", List.of(picture), "system", "Never say this.")));
        api.awaitEnd(asked.generation());
        return asked;
    }

    private JsonNode share(Accepted asked, Map<String, ?> request) {
        return api.post("/api/v1/conversations/" + asked.conversation() + "/shares", request);
    }

    private WebTestClient.ResponseSpec send(HttpMethod method, String path) {
        return api.test().method(method).uri("/api/v1" + path).exchange();
    }

    @Test
    void conversationWhenSharedThenIsSeenAsItWasByWhoeverHasTheLink() {
        Accepted asked = ask();
        api.client().put()
                .uri("/api/v1/conversations/" + asked.conversation() + "/messages/" + asked.answer() + "/feedback")
                .contentType(MediaType.APPLICATION_JSON).bodyValue(Map.of("rating", "up")).retrieve()
                .toBodilessEntity().block(Duration.ofSeconds(60));

        JsonNode made = share(asked, Map.of());
        api.awaitEnd(api.askIn(asked.conversation(), "And now?").generation());

        String path = "/api/v1" + made.path("path").asString();
        assertThat(made.path("path").asString()).isEqualTo("/shared/" + made.path("token").asString());
        JsonNode seen = api.get(path);
        assertThat(seen.path("title").asString()).isEqualTo("A wall");
        assertThat(seen.path("messages").valueStream().map(message -> message.path("role").asString()))
                .containsExactly("user", "assistant");
        assertThat(seen.at("/messages/0/parent").isNull()).isTrue();
        assertThat(seen.at("/messages/1/parts/0/text").asString()).contains("What is this?");
        assertThat(seen.at("/messages/1/feedback").isNull()).isTrue();
        assertThat(seen.toString()).doesNotContain("Never say this.");
        send(HttpMethod.GET, "/shared/" + made.path("token").asString()).expectHeader()
                .valueEquals("X-Robots-Tag", "noindex, nofollow").expectHeader()
                .valueEquals("Referrer-Policy", "no-referrer").expectHeader().valueEquals("Cache-Control", "no-store");
        assertThat(send(HttpMethod.GET, "/shared/" + made.path("token").asString() + "/attachments/" + picture
                + "/content").expectStatus().isOk().expectBody(byte[].class).returnResult().getResponseBody())
                .isEqualTo(wall);
        send(HttpMethod.GET, "/shared/" + made.path("token").asString() + "/attachments/" + picture
                + "/thumbnail?size=64").expectStatus().isOk().expectHeader().contentType("image/jpeg");
        assertThat(jdbc.sql("select encode(token_hash, 'escape') from share where id = :id")
                .param("id", UUID.fromString(made.path("id").asString())).query(String.class).single())
                .doesNotContain(made.path("token").asString());
    }

    @Test
    void whatIsSharedWhenItsMessagesAreDeletedThenStaysWithItsPicturesUntilTheLinkEnds() {
        Accepted asked = ask();
        String link = share(asked, Map.of()).path("token").asString();
        send(HttpMethod.DELETE, "/conversations/" + asked.conversation() + "/messages/" + asked.message())
                .expectStatus().isNoContent();

        assertThat(api.get("/api/v1/shared/" + link).path("messages")).hasSize(2);
        send(HttpMethod.GET, "/shared/" + link + "/attachments/" + picture + "/content").expectStatus().isOk();
        JsonNode listed = api.get("/api/v1/conversations/" + asked.conversation() + "/shares");
        assertThat(listed).hasSize(1);
        assertThat(listed.toString()).doesNotContain(link);
        String id = listed.get(0).path("id").asString();
        assertThat(api.get("/api/v1/shares").findValuesAsString("id")).contains(id);

        send(HttpMethod.DELETE, "/shares/" + id).expectStatus().isNoContent();
        send(HttpMethod.DELETE, "/shares/" + id).expectStatus().isNotFound();
        send(HttpMethod.GET, "/shared/" + link).expectStatus().isNotFound();
        send(HttpMethod.GET, "/shared/" + link + "/attachments/" + picture + "/content").expectStatus().isNotFound();
        send(HttpMethod.GET, "/attachments/" + picture).expectStatus().isNotFound();
    }

    @Test
    void linkWhenItsConversationIsDeletedThenLeadsNowhereUntilThatIsRestored() {
        Accepted asked = ask();
        String link = "/shared/" + share(asked, Map.of("message", asked.message())).path("token").asString();
        assertThat(api.get("/api/v1" + link).path("messages")).hasSize(1);

        send(HttpMethod.DELETE, "/conversations/" + asked.conversation()).expectStatus().isNoContent();
        send(HttpMethod.GET, link).expectStatus().isNotFound();
        send(HttpMethod.POST, "/conversations/" + asked.conversation() + "/restore").expectStatus().isOk();
        send(HttpMethod.GET, link).expectStatus().isOk();
        send(HttpMethod.DELETE, "/conversations/" + asked.conversation() + "?permanently=true").expectStatus()
                .isNoContent();
        send(HttpMethod.GET, link).expectStatus().isNotFound();
        send(HttpMethod.GET, "/attachments/" + picture).expectStatus().isNotFound();
    }

    @Test
    void linkWhenItsTimeIsOverThenLeadsNowhereAndIsClearedAway() {
        Accepted asked = ask();
        JsonNode made = share(asked, Map.of("expiresAt", Instant.now().plusSeconds(3600).toString()));
        String link = "/shared/" + made.path("token").asString();
        send(HttpMethod.GET, link).expectStatus().isOk();
        jdbc.sql("update share set expires_at = now() - interval '1 second' where id = :id")
                .param("id", UUID.fromString(made.path("id").asString())).update();

        send(HttpMethod.GET, link).expectStatus().isNotFound();
        shares.removeExpired();
        assertThat(api.get("/api/v1/conversations/" + asked.conversation() + "/shares")).isEmpty();
    }

    @Test
    void shareWhenItCannotBeMadeThenSaysWhy() {
        Accepted running = api.ask("[[pieces=1000 delay=50ms]]");
        refuse(running, Map.of(), 409, "answer-in-progress");
        send(HttpMethod.POST, "/generations/" + running.generation() + "/stop").expectStatus().isOk();
        refuse(running, Map.of("message", UUID.randomUUID().toString()), 404, "unknown-message");
        refuse(running, Map.of("expiresAt", "2020-01-01T00:00:00Z"), 400, "invalid-parameter");
        refuse(running, Map.of("expiresAt", "+999999999-01-01T00:00:00Z"), 400, "invalid-parameter");
        refuse(running, Map.of("forever", true), 400, "unknown-field");
        send(HttpMethod.GET, "/conversations/" + UUID.randomUUID() + "/shares").expectStatus().isNotFound();
    }

    private void refuse(Accepted asked, Map<String, ?> request, int status, String type) {
        api.test().post().uri("/api/v1/conversations/" + asked.conversation() + "/shares")
                .contentType(MediaType.APPLICATION_JSON).bodyValue(request).exchange().expectStatus()
                .isEqualTo(status).expectBody().jsonPath("$.type").isEqualTo("urn:azulejo:problem:" + type);
    }
}
