package io.azulejo.server.attachment;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.Api;
import io.azulejo.server.Pictures;
import io.azulejo.server.ServerTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Attachments as their users see them. */
@ServerTest
class AttachmentIT {

    @Autowired
    private Api api;

    @Autowired
    private UnusedUploads uploads;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void contentWhenReadThenIsWhatWasSentWithItsTrueType() {
        byte[] picture = Pictures.encoded("jpg", 20, 10, 0x00FF00);
        JsonNode stored = api.upload(picture, "liar.png");
        assertThat(stored.path("mediaType").asString()).isEqualTo("image/jpeg");
        String path = "/api/v1/attachments/" + stored.path("id").asString() + "/content";
        byte[] read = api.test().get().uri(path).exchange().expectStatus().isOk().expectHeader()
                .contentType("image/jpeg").expectHeader().valueEquals("X-Content-Type-Options", "nosniff")
                .expectBody(byte[].class).returnResult().getResponseBody();
        assertThat(read).isEqualTo(picture);
        api.test().get().uri(path).header("If-None-Match", "\"" + stored.path("digest").asString() + "\"").exchange()
                .expectStatus().isNotModified();
    }

    @Test
    void uploadWhenNoMessageShowsItForLongThenIsClearedAway() {
        JsonNode unused = api.upload(Pictures.png(0x010203), "unused.png");
        JsonNode recent = api.upload(Pictures.png(0x040506), "recent.png");
        jdbc.sql("update attachment set created_at = created_at - interval '2 days' where id = ?::uuid")
                .param(unused.path("id").asString()).update();
        uploads.clear();
        api.test().get().uri("/api/v1/attachments/" + unused.path("id").asString()).exchange().expectStatus()
                .isNotFound();
        api.test().get().uri("/api/v1/attachments/" + recent.path("id").asString()).exchange().expectStatus().isOk();
    }
}
