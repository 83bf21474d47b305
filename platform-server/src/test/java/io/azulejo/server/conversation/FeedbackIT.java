package io.azulejo.server.conversation;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.Api;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.ServerTest;

import static org.assertj.core.api.Assertions.assertThat;

/** What readers tell of answers. */
@ServerTest
class FeedbackIT {

    @Autowired
    private Api api;

    @Test
    void feedbackWhenGivenThenIsShownUntilItIsTakenBack() {
        Accepted accepted = api.ask("rate me");
        api.awaitEnd(accepted.generation());
        String path = "/api/v1/conversations/" + accepted.conversation() + "/messages/" + accepted.answer()
                + "/feedback";
        put(path, Map.of("rating", "up"));
        put(path, Map.of("rating", "down", "comment", "It only repeats."));
        JsonNode shown = api.conversation(accepted.conversation()).path("messages").path(1).path("feedback");
        assertThat(shown.path("rating").asString()).isEqualTo("down");
        assertThat(shown.path("comment").asString()).isEqualTo("It only repeats.");

        api.test().delete().uri(path).exchange().expectStatus().isNoContent();
        assertThat(api.conversation(accepted.conversation()).path("messages").path(1).path("feedback").isNull())
                .isTrue();
    }

    @Test
    void feedbackWhenOnAQuestionOrWithoutARatingThenIsRefused() {
        Accepted accepted = api.ask("do not rate me");
        api.awaitEnd(accepted.generation());
        String messages = "/api/v1/conversations/" + accepted.conversation() + "/messages/";
        api.test().put().uri(messages + accepted.message() + "/feedback").contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"rating\":\"up\"}").exchange().expectStatus().isEqualTo(422);
        api.test().put().uri(messages + accepted.answer() + "/feedback").contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}").exchange().expectStatus().isBadRequest().expectBody().jsonPath("$.parameter")
                .isEqualTo("rating");
        api.test().put().uri(messages + accepted.answer() + "/feedback").contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"rating\":\"sideways\"}").exchange().expectStatus().isBadRequest().expectBody()
                .jsonPath("$.parameter").isEqualTo("rating");
    }

    private void put(String path, Map<String, String> feedback) {
        api.test().put().uri(path).contentType(MediaType.APPLICATION_JSON).bodyValue(feedback).exchange()
                .expectStatus().isOk();
    }
}
