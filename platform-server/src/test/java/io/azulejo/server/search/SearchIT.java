package io.azulejo.server.search;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.Api;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.ServerTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Search as its users see it. */
@ServerTest
class SearchIT {

    private static final String PATH = "/api/v1/conversations";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private SearchCatchUp catchUp;

    @Test
    void messagesWhenTheyHaveAllWordsThenAreFoundWithTheirPlaces() {
        Accepted accepted = api.ask("Tell me of the Wombat's burrows");
        api.awaitEnd(accepted.generation());
        JsonNode hits = search("wombat BURROW").path("hits");

        assertThat(hits.size()).isEqualTo(3);
        assertThat(hits).extracting(hit -> hit.path("role").asString(""))
                .containsExactlyInAnyOrder("assistant", "user", "");
        JsonNode question = hits.path(1);
        assertThat(question.path("message").asString()).isEqualTo(accepted.message());
        assertThat(question.path("conversation").path("id").asString()).isEqualTo(accepted.conversation());
        assertThat(question.path("snippet")).filteredOn(piece -> piece.path("hit").asBoolean())
                .extracting(piece -> piece.path("text").asString()).containsExactly("Wombat", "burrows");
        assertThat(search("wombat zebra").path("hits").size()).isZero();
    }

    @Test
    void messagesWhenTheirLanguagePartsNoWordsThenAreFoundByAnyPart() {
        Accepted accepted = api.ask("葡萄牙的蓝色瓷砖画讲述历史");
        api.awaitEnd(accepted.generation());
        for (String part : List.of("瓷砖", "瓷", "蓝色瓷砖画", "史")) {
            assertThat(search(part).path("hits")).extracting(hit -> hit.path("message").asString(""))
                    .contains(accepted.message());
        }
        assertThat(search("砖蓝").path("hits").size()).isZero();
    }

    @Test
    void conversationWhenRenamedBinnedOrTemporaryThenSearchKnows() {
        String id = api.post(PATH, Map.of("title", "Quokka facts")).path("id").asString();
        assertThat(search("quokka").path("hits").size()).isOne();
        api.test().patch().uri(PATH + "/" + id).contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"title\":\"Numbat facts\"}").exchange().expectStatus().isOk();
        assertThat(search("quokka").path("hits").size()).isZero();
        assertThat(search("numbat").path("hits").size()).isOne();
        api.test().delete().uri(PATH + "/" + id).exchange().expectStatus().isNoContent();
        assertThat(search("numbat").path("hits").size()).isZero();

        api.post(PATH, Map.of("text", "Bilby secrets", "temporary", true));
        assertThat(search("bilby").path("hits").size()).isZero();
    }

    @Test
    void hitsWhenPagedThenEachComesOnceNewestFirst() {
        for (int i = 0; i < 5; i++) {
            api.post(PATH, Map.of("title", "Echidna " + i));
        }
        List<String> titles = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = api.get("/api/v1/search?q=echidna&limit=2" + (next.isEmpty() ? "" : "&before=" + next));
            page.path("hits").forEach(hit -> titles.add(hit.path("conversation").path("title").asString()));
            next = page.path("next").asString("");
        } while (!next.isEmpty());
        assertThat(titles).containsExactly("Echidna 4", "Echidna 3", "Echidna 2", "Echidna 1", "Echidna 0");
    }

    @Test
    void searchWhenThereIsNothingToSearchForThenSaysSo() {
        for (String path : List.of("/api/v1/search", "/api/v1/search?q=%20", "/api/v1/search?q=!%3F'%26")) {
            api.test().get().uri(URI.create("http://127.0.0.1:" + api.port() + path)).exchange()
                    .expectStatus().isBadRequest().expectBody().jsonPath("$.parameter").isEqualTo("q");
        }
    }

    @Test
    void messagesWhenStoredBeforeThereWasASearchThenAreCaughtUpWith() {
        Accepted accepted = api.ask("An old potoroo");
        api.awaitEnd(accepted.generation());
        jdbc.sql("delete from search_entry where conversation_id = ?::uuid").param(accepted.conversation()).update();
        assertThat(search("potoroo").path("hits").size()).isZero();
        catchUp.run();
        assertThat(search("potoroo").path("hits").size()).isEqualTo(3);
    }

    @Test
    void entriesOfOthersWhenManyThenAreNotRead() {
        UUID owner = UUID.randomUUID();
        jdbc.sql("insert into person (id, name) values (?, 'searched')").param(owner).update();
        jdbc.sql("""
                insert into conversation (id, owner_id, title, created_at, updated_at)
                select gen_random_uuid(), ?, 'No. ' || i, now(), now() from generate_series(1, 20000) i
                """).param(owner).update();
        jdbc.sql("""
                insert into search_entry (id, conversation_id, lexemes, at)
                select id, id, array_to_tsvector(array['owner:' || owner_id, 'no']), created_at
                from conversation where owner_id = ?
                """).param(owner).update();
        jdbc.sql("analyze search_entry").update();
        Map<String, Object> parameters = new HashMap<>();
        String sql = SearchIndex.sql(UUID.randomUUID(), Words.of("no"), null, 20, parameters);
        assertThat(String.join("\n", jdbc.sql("explain " + sql).params(parameters).query(String.class).list()))
                .contains("search_entry_").doesNotContain("Seq Scan on search_entry");
        jdbc.sql("delete from person where id = ?").param(owner).update();
        jdbc.sql("analyze search_entry").update();
    }

    private JsonNode search(String query) {
        return api.get("/api/v1/search?q=" + query);
    }
}
