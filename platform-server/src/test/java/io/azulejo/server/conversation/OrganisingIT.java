package io.azulejo.server.conversation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.Api;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.Pictures;
import io.azulejo.server.ServerTest;
import io.azulejo.server.attachment.Attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How their users keep conversations in order, and get rid of them. */
@ServerTest
class OrganisingIT {

    private static final String PATH = "/api/v1/conversations";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private OldConversations job;

    @Test
    void conversationWhenPinnedOrArchivedThenIsInThoseLists() {
        String pinned = made("pinned");
        String archived = made("archived");
        String plain = made("plain");
        patch(pinned, Map.of("pinned", true)).expectStatus().isOk().expectBody().jsonPath("$.pinned").isEqualTo(true);
        patch(archived, Map.of("archived", true)).expectStatus().isOk();

        assertThat(list("")).contains(pinned, plain).doesNotContain(archived);
        assertThat(list("pinned=true")).contains(pinned).doesNotContain(plain, archived);
        assertThat(list("pinned=false")).contains(plain).doesNotContain(pinned, archived);
        assertThat(list("archived=true")).contains(archived).doesNotContain(pinned, plain);
        patch(pinned, Map.of("pinned", false)).expectStatus().isOk();
        assertThat(list("pinned=true")).doesNotContain(pinned);
    }

    @Test
    void conversationWhenUntouchedForAsLongAsAnyIsKeptThenIsDeletedAndWithoutSuchARuleIsNot(
            @Autowired Conversations conversations,
            @Autowired ConversationRepository repository, @Autowired MessageRepository messages,
            @Autowired Attachments attachments, @Autowired AnswerRecords answers,
            @Autowired ApplicationEventPublisher events, @Autowired TransactionTemplate transaction) {
        String old = made("old");
        String recent = made("recent");
        jdbc.sql("update conversation set updated_at = now() - interval '181 days' where cast(id as text) = :id")
                .param("id", old).update();
        job.run();
        assertThat(list("")).contains(old, recent);
        Bin strict = new Bin(conversations, repository, messages, attachments, answers, events,
                new ConversationProperties(Duration.ofDays(30), Duration.ofDays(180), Duration.ofHours(24)), jdbc);

        transaction.executeWithoutResult(_ -> strict.purge());

        assertThat(list("")).contains(recent).doesNotContain(old);
    }

    @Test
    void folderWhenDeletedThenItsConversationsStayOutside() {
        JsonNode folder = api.post("/api/v1/folders", Map.of("name", "Tiles of Lisbon"));
        String id = folder.path("id").asString();
        call(HttpMethod.POST, "/api/v1/folders", Map.of("name", "Tiles of Lisbon")).expectStatus().isEqualTo(409);
        String conversation = made("in a folder");
        patch(conversation, Map.of("folder", id)).expectStatus().isOk().expectBody().jsonPath("$.folder").isEqualTo(id);
        call(HttpMethod.PATCH, "/api/v1/folders/" + id, Map.of("name", "Tiles of Porto")).expectStatus().isOk();
        assertThat(api.get("/api/v1/folders").toString()).contains("Tiles of Porto").doesNotContain("of Lisbon");
        assertThat(list("folder=" + id)).containsExactly(conversation);
        patch(conversation, Map.of("title", "the folder stays")).expectStatus().isOk().expectBody()
                .jsonPath("$.folder").isEqualTo(id);

        Map<String, Object> out = new HashMap<>();
        out.put("folder", null);
        patch(conversation, out).expectStatus().isOk();
        assertThat(list("folder=" + id)).isEmpty();
        patch(conversation, Map.of("folder", id)).expectStatus().isOk();
        call(HttpMethod.DELETE, "/api/v1/folders/" + id, null).expectStatus().isNoContent();
        assertThat(api.conversation(conversation).path("folder").isNull()).isTrue();
        patch(conversation, Map.of("folder", id)).expectStatus().isNotFound().expectBody().jsonPath("$.parameter")
                .isEqualTo("folder");
    }

    @Test
    void tagsWhenGivenThenFilterAndAreCounted() {
        String first = made("first");
        String second = made("second");
        patch(first, Map.of("tags", List.of("azul", " azul ", "cobalt-7"))).expectStatus().isOk().expectBody()
                .jsonPath("$.tags.length()").isEqualTo(2);
        patch(second, Map.of("tags", List.of("cobalt-7"))).expectStatus().isOk();

        assertThat(list("tag=cobalt-7")).containsExactly(second, first);
        assertThat(list("tag=azul")).containsExactly(first);
        assertThat(api.get("/api/v1/tags").toString()).contains("{\"name\":\"cobalt-7\",\"count\":2}");
        patch(first, Map.of("tags", List.of(" "))).expectStatus().isBadRequest().expectBody().jsonPath("$.parameter")
                .isEqualTo("tags");
        patch(first, Map.of("colour", "blue")).expectStatus().isBadRequest().expectBody().jsonPath("$.type")
                .isEqualTo("urn:azulejo:problem:unknown-field");
    }

    @Test
    void conversationWhenDeletedThenCanBeRestoredUntilItIsPurged() {
        JsonNode picture = api.upload(Pictures.png(0x161803), "binned.png");
        String id = api.post(PATH, Map.of("text", "[[pieces=10000 delay=20ms]] binned while answering", "attachments",
                List.of(picture.path("id").asString()))).path("conversation").asString();
        delete(PATH + "/" + id).expectStatus().isNoContent();

        api.test().get().uri(PATH + "/" + id).exchange().expectStatus().isNotFound();
        call(HttpMethod.POST, PATH + "/" + id + "/messages", Map.of("text", "hello?")).expectStatus().isNotFound();
        assertThat(list("")).doesNotContain(id);
        assertThat(list("deleted=true")).contains(id);
        api.post(PATH + "/" + id + "/restore", null);
        await().until(() -> api.conversation(id).path("messages").path(1).path("generation").path("status").asString()
                .equals("stopped"));
        assertThat(list("")).contains(id);

        delete(PATH + "/" + id).expectStatus().isNoContent();
        job.run();
        assertThat(list("deleted=true")).contains(id);
        jdbc.sql("update conversation set deleted_at = now() - interval '31 days' where id = ?::uuid").param(id)
                .update();
        job.run();
        assertThat(list("deleted=true")).doesNotContain(id);
        call(HttpMethod.POST, PATH + "/" + id + "/restore", null).expectStatus().isNotFound();
        api.test().get().uri("/api/v1/attachments/" + picture.path("id").asString()).exchange().expectStatus()
                .isNotFound();
    }

    @Test
    void temporaryConversationWhenItsTimeIsOverThenIsGone() {
        Accepted accepted = api.askMono(PATH, Map.of("text", "for now only", "temporary", true)).blockOptional()
                .orElseThrow();
        String id = accepted.conversation();
        api.awaitEnd(accepted.generation());
        assertThat(api.conversation(id).path("expiresAt").isNull()).isFalse();
        assertThat(list("")).doesNotContain(id);
        jdbc.sql("update conversation set expires_at = now() + interval '1 minute' where id = ?::uuid").param(id)
                .update();
        Accepted next = api.askIn(id, "and on");
        api.awaitEnd(next.generation());
        job.run();
        assertThat(api.conversation(id).path("messages").size()).isEqualTo(4);
        assertThat(jdbc.sql("select expires_at > now() + interval '23 hours' from conversation where id = ?::uuid")
                .param(id).query(Boolean.class).single()).isTrue();

        jdbc.sql("update conversation set expires_at = now() - interval '1 second' where id = ?::uuid").param(id)
                .update();
        api.test().get().uri(PATH + "/" + id).exchange().expectStatus().isNotFound();
        job.run();
        assertThat(jdbc.sql("select count(*) from conversation where id = ?::uuid").param(id).query(Integer.class)
                .single()).isZero();
    }

    private String made(String title) {
        return api.post(PATH, Map.of("title", title)).path("id").asString();
    }

    private List<String> list(String query) {
        List<String> ids = new ArrayList<>();
        String before = "";
        do {
            JsonNode page = api.get(PATH + "?limit=200&" + query + before);
            page.path("conversations").forEach(conversation -> ids.add(conversation.path("id").asString()));
            before = "&before=" + page.path("next").asString("");
        } while (!before.equals("&before="));
        return ids;
    }

    private ResponseSpec patch(String id, Map<String, ?> body) {
        return call(HttpMethod.PATCH, PATH + "/" + id, body);
    }

    private ResponseSpec delete(String path) {
        return call(HttpMethod.DELETE, path, null);
    }

    private ResponseSpec call(HttpMethod method, String path, @Nullable Object body) {
        var request = api.test().method(method).uri(path);
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
        }
        return request.exchange();
    }
}
