package io.azulejo.server.conversation;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.Api;
import io.azulejo.server.Pictures;
import io.azulejo.server.ServerTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Conversations as files. */
@ServerTest
class ExportIT {

    @Autowired
    private Api api;

    @Test
    void conversationWhenExportedThenIsAFileOfTheFormThatWasAskedFor() {
        String picture = api.upload(Pictures.png(0x141421), "wall.png").path("id").asString();
        JsonNode asked = api.post("/api/v1/conversations", Map.of("title", "What: a/wall", "text", "What is this?",
                "attachments", List.of(picture), "system", "Be brief."));
        api.awaitEnd(asked.path("generation").asString());
        String path = "/api/v1/conversations/" + asked.path("conversation").asString() + "/export";

        assertThat(file(path + "?format=markdown", "text/markdown;charset=UTF-8")).isEqualTo("""
                # What: a/wall

                ## System

                Be brief.

                ## User

                ![wall.png](/api/v1/attachments/%s/content)

                What is this?

                ## Assistant (scripted)

                You sent 1 picture and said: What is this?
                """.formatted(picture));
        assertThat(file(path, "application/json")).contains("\"title\" : \"What: a/wall\"").contains(picture);
        api.test().get().uri(path + "?format=pdf").exchange().expectStatus().isBadRequest();
    }

    private String file(String path, String type) {
        return Objects.requireNonNull(api.test().get().uri(path).exchange().expectStatus().isOk().expectHeader()
                .contentType(type).expectHeader().valueMatches("Content-Disposition", "attachment;.*What.*")
                .expectBody(String.class).returnResult().getResponseBody());
    }
}
