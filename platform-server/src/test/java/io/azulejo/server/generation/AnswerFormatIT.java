package io.azulejo.server.generation;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.Api;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.Api.Event;
import io.azulejo.server.ServerTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers of conversations that are held to a form. */
@ServerTest
class AnswerFormatIT {

    private static final Map<String, ?> PLACE = Map.of("type", "json_schema", "json_schema",
            Map.of("name", "place", "schema", Map.of("type", "object", "properties",
                    Map.of("city", Map.of("type", "string"), "tiles", Map.of("type", "integer")), "required",
                    List.of("city", "tiles"))));

    @Autowired
    private Api api;

    @Test
    void answerWhenHeldToASchemaThenThoseThatFollowAreToo() {
        Accepted asked = new Accepted(api.post("/api/v1/conversations", Map.of("text", "where?", "model", "scripted",
                "options", Map.of("response_format", PLACE, "max_tokens", 2))));
        String begun = text(asked);
        Accepted whole = new Accepted(api.post(answerOf(asked) + "/continue",
                Map.of("options", Map.of("response_format", PLACE))));
        Accepted again = new Accepted(api.post(answerOf(whole) + "/regenerate", null));

        assertThat(begun).startsWith("{");
        for (Accepted answer : List.of(whole, again)) {
            assertThat(new JsonMapper().readTree(text(answer)).path("tiles").isInt()).isTrue();
        }
        assertThat(api.get("/api/v1/generations/" + again.generation())
                .at("/parameters/response_format/json_schema/schema/required/1").asString()).isIn("city", "tiles");
    }

    @Test
    void formWhenAnyObjectThenIsOne() {
        Accepted asked = new Accepted(api.post("/api/v1/conversations", Map.of("text", "what?", "model", "scripted",
                "options", Map.of("response_format", Map.of("type", "json_object")))));

        assertThat(text(asked)).isEqualTo("{}");
    }

    @Test
    void formWhenItIsNoneThenSaysWhat() {
        refused("scripted", Map.of("type", "xml"), "response_format.type");
        refused("scripted", Map.of(), "response_format.type");
        refused("scripted", Map.of("type", "json_schema"), "response_format.json_schema.schema");
        refused("scripted", Map.of("type", "json_schema", "json_schema", Map.of("schema", "{}")),
                "response_format.json_schema.schema");
        refused("scripted", Map.of("type", "json_object", "json_schema", Map.of()), "response_format.json_schema");
        refused("scripted", Map.of("type", "text", "grammar", ""), "options.response_format.grammar");
        refused("text-only", PLACE, "response_format");
    }

    private void refused(String model, Map<String, ?> format, String parameter) {
        api.test().post().uri("/api/v1/conversations").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("text", "what?", "model", model, "options", Map.of("response_format", format)))
                .exchange().expectStatus().is4xxClientError().expectBody().jsonPath("$.parameter").isEqualTo(parameter);
    }

    private String text(Accepted asked) {
        return Event.text(api.awaitEnd(asked.generation()));
    }

    private static String answerOf(Accepted asked) {
        return "/api/v1/conversations/" + asked.conversation() + "/messages/" + asked.answer();
    }
}
