package io.azulejo.server.openai;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import io.azulejo.server.Api;
import io.azulejo.server.Pictures;
import io.azulejo.server.fetch.RawServer;

import static org.assertj.core.api.Assertions.assertThat;

/** Pictures by their web addresses, on a server that fetches them. */
@SpringBootTest(classes = ScriptedServer.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
        "azulejo.backends.scripted.type=scripted", "azulejo.backends.scripted.models.eyes.max-pictures=3",
        "azulejo.attachments.fetch.enabled=true", "azulejo.attachments.fetch.schemes=http",
        "azulejo.attachments.fetch.allowed-networks=127.0.0.0/8"})
@Import(Api.class)
class WebPicturesIT {

    private static final byte[] PICTURE = Pictures.png(0x336699);
    private static final RawServer WEB = web();

    @Autowired
    private Api api;

    private static RawServer web() {
        try {
            return new RawServer((path, out) -> RawServer.answer(out, path.startsWith("/picture")
                    ? "200 OK"
                    : "404 No", PICTURE));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("azulejo.attachments.fetch.ports", WEB::port);
    }

    @AfterAll
    static void stop() throws IOException {
        WEB.close();
    }

    private WebTestClient.ResponseSpec ask(String path, String... urls) {
        List<Map<String, Object>> parts = java.util.stream.Stream.of(urls).<Map<String, Object>>map(
                url -> Map.of("type", "image_url", "image_url", Map.of("url", url))).toList();
        return api.test().post().uri(path).contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("messages", List.of(Map.of("role", "user", "content", parts)))).exchange();
    }

    private static String at(String path) {
        return "http://127.0.0.1:" + WEB.port() + path;
    }

    @Test
    void pictureWhenNamedByItsAddressThenIsLookedAtAsIfItHadBeenSentAndFetchedOnce() {
        ask("/v1/chat/completions/input_tokens", at("/picture?twice"), at("/picture?twice"), at("/picture?other"))
                .expectStatus().isOk().expectBody().jsonPath("$.pictures.length()").isEqualTo(3)
                .jsonPath("$.pictures[0].width").isEqualTo(40);
        assertThat(WEB.heads()).filteredOn(head -> head.contains("?twice")).hasSize(1);
        ask("/v1/chat/completions", at("/picture?answered")).expectStatus().isOk().expectBody()
                .jsonPath("$.choices[0].finish_reason").exists();
        assertThat(WEB.heads()).filteredOn(head -> head.contains("?answered")).hasSize(1);
    }

    @Test
    void pictureWhenItCannotBeFetchedThenTheErrorNamesItsPlaceAndTheReason() {
        ask("/v1/chat/completions", at("/picture"), at("/gone")).expectStatus().isBadRequest().expectBody()
                .jsonPath("$.error.param").isEqualTo("messages[0].content[1].image_url.url")
                .jsonPath("$.error.code").isEqualTo("invalid_image")
                .jsonPath("$.error.message").value(message -> assertThat(String.valueOf(message)).contains("404"));
        ask("/v1/chat/completions", "http://169.254.169.254:" + WEB.port() + "/latest").expectStatus().isBadRequest()
                .expectBody().jsonPath("$.error.message")
                .value(message -> assertThat(String.valueOf(message)).contains("no public address"));
    }
}
