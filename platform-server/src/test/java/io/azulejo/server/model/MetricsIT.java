package io.azulejo.server.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import io.azulejo.server.openai.ScriptedServer;

import static org.assertj.core.api.Assertions.assertThat;

/** What a monitoring system reads from a server whose embedded engine answers with the demo model. */
@SpringBootTest(classes = ScriptedServer.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class MetricsIT {

    @TempDir
    static Path directory;

    @LocalServerPort
    private int port;

    private WebTestClient client;

    @DynamicPropertySource
    static void dataDirectory(DynamicPropertyRegistry registry) {
        registry.add("azulejo.data-directory", directory::toString);
    }

    @BeforeEach
    void prepare() {
        client = WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofMinutes(5)).build();
    }

    @Test
    void prometheusWhenAnAnswerWasMadeThenHasTheEnginesAndTheClientsMeters() {
        client.post().uri("/v1/chat/completions").contentType(MediaType.APPLICATION_JSON).bodyValue("""
                {"messages":[{"role":"user","content":"What can you see?"}],"max_tokens":4,"temperature":0}""")
                .exchange().expectStatus().isOk();

        String page = Objects.requireNonNull(client.get().uri("/actuator/prometheus").exchange().expectStatus().isOk()
                .expectBody(String.class).returnResult().getResponseBody());

        assertThat(page)
                .containsPattern("azulejo_engine_step_seconds_bucket\\{backend=\"demo\",model=\"azulejo-demo\",")
                .containsPattern("azulejo_engine_tokens_total\\{.*phase=\"prefill\"} [1-9]")
                .containsPattern("azulejo_engine_answer_tokens_total\\{.*} [1-4]\\.0")
                .containsPattern("azulejo_engine_requests\\{.*state=\"running\"} 0\\.0")
                .containsPattern("azulejo_engine_kv_usage_ratio\\{.*} ")
                .containsPattern("gen_ai_server_time_to_first_token_seconds_count\\{.*} 1\n")
                .containsPattern("gen_ai_server_request_duration_seconds_count\\{error_type=\"none\",.*} 1\n")
                .containsPattern(
                        "gen_ai_client_operation_seconds_count\\{.*gen_ai_request_model=\"azulejo-demo\".*} 1\n")
                .containsPattern("gen_ai_client_token_usage_total\\{.*gen_ai_token_type=\"input\"} [1-9]");
    }
}
