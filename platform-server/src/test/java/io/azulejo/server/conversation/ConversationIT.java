package io.azulejo.server.conversation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.Api;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.Api.Event;
import io.azulejo.server.Pictures;
import io.azulejo.server.ServerTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Conversations as their users see them. */
@ServerTest
class ConversationIT {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void formWithPictureWhenStreamedThenAnswerComesAndIsStored() {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("text", "What is this? «ü 漢 🧱»");
        form.part("picture", Api.named(Pictures.png(0x112233), "square.png"));
        List<Event> events = api.askStreaming("/api/v1/conversations", form).collectList().blockOptional()
                .orElseThrow();

        assertThat(events).extracting(Event::id).startsWith(1, 2, 3).doesNotHaveDuplicates();
        assertThat(events.getFirst().type()).isEqualTo("queued");
        assertThat(events.getLast().name()).isEqualTo("end");
        assertThat(events.getLast().data().path("status").asString()).isEqualTo("completed");
        assertThat(events.getLast().data().path("usage").path("imageTokens").asInt()).isEqualTo(320);
        assertThat(Event.text(events)).isEqualTo("You sent 1 picture and said: What is this? «ü 漢 🧱»");

        JsonNode conversation = api.conversation(events.getFirst().data().path("conversation").asString());
        assertThat(conversation.path("title").asString()).isEqualTo("What is this? «ü 漢 🧱»");
        JsonNode question = conversation.path("messages").path(0);
        JsonNode answer = conversation.path("messages").path(1);
        assertThat(question.path("parts").path(0).path("attachment").path("width").asInt()).isEqualTo(40);
        assertThat(question.path("parts").path(1).path("text").asString()).isEqualTo("What is this? «ü 漢 🧱»");
        assertThat(answer.path("parent").asString()).isEqualTo(question.path("id").asString());
        assertThat(answer.path("parts").path(0).path("text").asString()).isEqualTo(Event.text(events));
        assertThat(answer.path("generation").path("status").asString()).isEqualTo("completed");
    }

    @Test
    void emptyConversationWhenMadeThenTakesMessagesLater() {
        JsonNode made = api.post("/api/v1/conversations",
                Map.of("title", "Walls", "model", "text-only", "system", "Be brief."));
        Accepted accepted = api.askIn(made.path("id").asString(), "hello");
        assertThat(Event.text(api.awaitEnd(accepted.generation()))).endsWith("and said: hello");
        JsonNode messages = api.conversation(accepted.conversation()).path("messages");
        assertThat(messages.path(0).path("role").asString()).isEqualTo("system");
        assertThat(messages.path(1).path("parent").asString()).isEqualTo(messages.path(0).path("id").asString());
        assertThat(messages.path(2).path("generation").path("model").asString()).isEqualTo("text-only");
    }

    @Test
    void messageWithParentWhenNotTheNewestThenBranches() {
        Accepted first = api.ask("one");
        api.awaitEnd(first.generation());
        Accepted second = api.askIn(first.conversation(), "two");
        api.awaitEnd(second.generation());
        String path = "/api/v1/conversations/" + first.conversation() + "/messages";
        JsonNode branch = api.post(path, Map.of("text", "other two", "parent", first.answer()));
        api.awaitEnd(branch.path("generation").asString());
        Map<String, Object> root = new HashMap<>(Map.of("text", "other one"));
        root.put("parent", null);
        JsonNode beginning = api.post(path, root);
        api.awaitEnd(beginning.path("generation").asString());

        JsonNode messages = api.conversation(first.conversation()).path("messages");
        assertThat(parentOf(messages, second.message())).isEqualTo(first.answer());
        assertThat(parentOf(messages, branch.path("message").asString())).isEqualTo(first.answer());
        assertThat(parentOf(messages, beginning.path("message").asString())).isEqualTo("null");
    }

    private static String parentOf(JsonNode messages, String id) {
        for (JsonNode message : messages) {
            if (message.path("id").asString().equals(id)) {
                return message.path("parent").isNull() ? "null" : message.path("parent").asString();
            }
        }
        throw new AssertionError("No message " + id);
    }

    @Test
    void listWhenPagedThenEachConversationComesOnceNewestFirst() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.addFirst(api.post("/api/v1/conversations", Map.of("title", "page " + i)).path("id").asString());
        }
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = api.get("/api/v1/conversations?limit=2" + (next.isEmpty() ? "" : "&before=" + next));
            page.path("conversations").forEach(conversation -> seen.add(conversation.path("id").asString()));
            next = page.path("next").asString("");
        } while (!next.isEmpty());
        assertThat(seen).doesNotHaveDuplicates().startsWith(made.toArray(String[]::new));
    }

    @Test
    void conversationWhenRenamedThenHasTheNewTitle() {
        String id = api.post("/api/v1/conversations", Map.of("title", "old")).path("id").asString();
        api.test().patch().uri("/api/v1/conversations/" + id).contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"title\":\"new\"}").exchange().expectStatus().isOk();
        assertThat(api.conversation(id).path("title").asString()).isEqualTo("new");
    }

    @Test
    void conversationWhenDeletedThenItsPicturesGoUnlessShownElsewhere() {
        JsonNode shared = api.upload(Pictures.png(0xABCDEF), "shared.png");
        JsonNode again = api.upload(Pictures.png(0xABCDEF), "again.png");
        JsonNode own = api.upload(Pictures.png(0xFEDCBA), "own.png");
        assertThat(again.path("digest").asString()).isEqualTo(shared.path("digest").asString());
        assertThat(contents(shared)).isEqualTo(1);

        JsonNode first = api.post("/api/v1/conversations", Map.of("text", "look", "attachments",
                List.of(shared.path("id").asString(), own.path("id").asString())));
        JsonNode second = api.post("/api/v1/conversations",
                Map.of("text", "look", "attachments", List.of(again.path("id").asString())));
        api.awaitEnd(first.path("generation").asString());
        api.awaitEnd(second.path("generation").asString());
        String path = "/api/v1/conversations/" + first.path("conversation").asString();
        api.test().delete().uri(path + "?permanently=true").exchange().expectStatus().isNoContent();

        api.test().get().uri(path).exchange().expectStatus().isNotFound();
        assertThat(contents(shared)).isEqualTo(1);
        assertThat(contents(own)).isZero();
    }

    private int contents(JsonNode attachment) {
        return jdbc.sql("select count(*) from attachment_content where digest = ?")
                .param(attachment.path("digest").asString()).query(Integer.class).single();
    }

    @Test
    void questionWhenSentAgainUnderTheSameKeyThenIsNotAskedTwice() {
        List<Accepted> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            both.add(api.client().post().uri("/api/v1/conversations").header("Idempotency-Key", "key-of-this-test")
                    .contentType(MediaType.APPLICATION_JSON).bodyValue(Map.of("text", "once")).retrieve()
                    .bodyToMono(Accepted.class).blockOptional().orElseThrow());
        }
        assertThat(both.getFirst()).isEqualTo(both.getLast());
        assertThat(api.conversation(both.getFirst().conversation()).path("messages").size()).isEqualTo(2);
    }
}
