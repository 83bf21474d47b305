package io.azulejo.server.openai;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.WebTestClient;

import io.azulejo.api.backend.BackendHealth;
import io.azulejo.server.model.ModelCatalog;
import io.azulejo.tck.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;

/** What the server tells about itself: health and the OpenAPI document. */
@OnScriptedBackend
class ServerDescriptionIT {

    @LocalServerPort
    private int port;

    @Autowired
    private ModelCatalog catalog;

    private ScriptedBackend backend;
    private WebTestClient client;

    @BeforeEach
    void prepare() {
        backend = (ScriptedBackend) catalog.backends().getFirst();
        client = WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(30))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(1 << 24))
                .build();
    }

    @AfterEach
    void recover() {
        backend.setHealth(BackendHealth.up(Map.of()));
    }

    @Test
    void healthWhenBackendUpThenTellsItsStateAndModels() {
        backend.setHealth(BackendHealth.up(Map.of("queued", 3)));

        client.get().uri("/actuator/health").exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.components.backends.components.scripted.status").isEqualTo("UP")
                .jsonPath("$.components.backends.components.scripted.details.queued").isEqualTo(3)
                .jsonPath("$.components.backends.components.scripted.details.models.eyes.contextLength")
                .isEqualTo(1000);
    }

    @Test
    void healthWhenBackendDownThenSaysWhyAndServerStaysReady() {
        backend.setHealth(BackendHealth.down("the disk is gone"));

        client.get().uri("/actuator/health").exchange().expectStatus().isEqualTo(503).expectBody()
                .jsonPath("$.components.backends.components.scripted.details.message").isEqualTo("the disk is gone");
        client.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
        client.get().uri("/livez").exchange().expectStatus().isOk();
        client.get().uri("/readyz").exchange().expectStatus().isOk();
    }

    @Test
    void modelsWhenListedThenTellCapabilitiesAndState() {
        backend.setHealth(BackendHealth.down("the disk is gone"));

        client.get().uri("/api/v1/models").exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.models[?(@.id=='eyes')].isDefault").isEqualTo(true)
                .jsonPath("$.models[?(@.id=='eyes')].capabilities.maxPictures").isEqualTo(3)
                .jsonPath("$.models[?(@.id=='blind')].capabilities.pictures").isEqualTo(false)
                .jsonPath("$.models[?(@.id=='blind')].ready").isEqualTo(false)
                .jsonPath("$.models[?(@.id=='blind')].message").isEqualTo("the disk is gone");
    }

    @Test
    void openApiWhenReadThenDescribesTheEndpoints() {
        client.get().uri("/v3/api-docs").exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.paths['/v1/models'].get.summary").isEqualTo("List the models")
                .jsonPath("$.paths['/v1/chat/completions'].post.responses['429']").exists()
                .jsonPath("$.paths['/v1/chat/completions'].post.requestBody.content['application/json']").exists()
                .jsonPath("$.components.schemas.ChatCompletionRequest.properties.max_completion_tokens.type").exists()
                .jsonPath("$.components.schemas.ChatCompletionRequest.properties.others").doesNotExist();
    }

    @Test
    void swaggerUiWhenOpenedThenPageLoads() {
        String location = client.get().uri("/swagger-ui.html").exchange().expectStatus().is3xxRedirection()
                .returnResult(Void.class).getResponseHeaders().getFirst("Location");

        client.get().uri(String.valueOf(location)).exchange().expectStatus().isOk().expectBody(String.class)
                .value(page -> assertThat(page).contains("swagger-ui"));
    }
}
