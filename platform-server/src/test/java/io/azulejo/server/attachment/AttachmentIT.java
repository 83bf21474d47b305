package io.azulejo.server.attachment;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Objects;
import javax.imageio.ImageIO;

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

    /** A WebP of one pixel. */
    private static final String WEBP = "52494646300000005745425056503820240000005001009d012a0100010002003425004e80280000"
            + "fee921a5a892a6f8bbb11c6490000000";

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

    @Test
    void thumbnailWhenReadThenIsSmallAndMadeOnce() throws IOException {
        JsonNode stored = api.upload(Pictures.encoded("png", 600, 200, 0x3366CC), "wide.png");
        String path = "/api/v1/attachments/" + stored.path("id").asString() + "/thumbnail";
        for (int i = 0; i < 2; i++) {
            byte[] read = api.test().get().uri(path).exchange().expectStatus().isOk().expectHeader()
                    .contentType("image/jpeg").expectHeader().valueMatches("Cache-Control", ".*immutable.*")
                    .expectBody(byte[].class).returnResult().getResponseBody();
            BufferedImage small = ImageIO.read(new ByteArrayInputStream(Objects.requireNonNull(read)));
            assertThat(small.getWidth()).isEqualTo(256);
            assertThat(small.getHeight()).isEqualTo(85);
            assertThat(small.getRGB(100, 40) & 0xFF).isBetween(0xC4, 0xD4);
        }
        assertThat(jdbc.sql("select count(*) from attachment_thumbnail where digest = ?")
                .param(stored.path("digest").asString()).query(Integer.class).single()).isOne();
        api.test().get().uri(path + "?size=257").exchange().expectStatus().isBadRequest().expectBody()
                .jsonPath("$.parameter").isEqualTo("size");
    }

    @Test
    void thumbnailWhenThePictureIsWebPOrBrokenThenIsMadeOrSaysSo() {
        byte[] webp = HexFormat.of().parseHex(WEBP);
        String path = "/api/v1/attachments/" + api.upload(webp, "red.webp").path("id").asString() + "/thumbnail";
        api.test().get().uri(path).exchange().expectStatus().isOk().expectHeader().contentType("image/jpeg");

        byte[] broken = Pictures.pngBomb(30, 30);
        String other = "/api/v1/attachments/" + api.upload(broken, "broken.png").path("id").asString() + "/thumbnail";
        api.test().get().uri(other).exchange().expectStatus().isEqualTo(422).expectBody().jsonPath("$.type")
                .isEqualTo("urn:azulejo:problem:unreadable-picture");
    }
}
