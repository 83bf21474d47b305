package io.azulejo.server.openai.chat;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.ToolChoice;
import io.azulejo.server.model.ModelCatalog;
import io.azulejo.server.openai.OnScriptedBackend;
import io.azulejo.tck.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;

@OnScriptedBackend
class ToolCallsIT {

    private static final String CLOCK = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"clock\"}}]";

    @LocalServerPort
    private int port;

    @Autowired
    private ModelCatalog catalog;

    private ScriptedBackend backend;

    @BeforeEach
    void prepare() {
        backend = (ScriptedBackend) catalog.backends().getFirst();
        backend.limitedTo(100).setHealth(BackendHealth.up(Map.of()));
    }

    @Test
    void createWhenToolsThenTheModelIsToldOfThem() {
        post("{\"model\":\"eyes\"," + CLOCK + ",\"tool_choice\":\"required\",\"parallel_tool_calls\":false,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}").expectStatus().isOk().expectBody()
                .jsonPath("$.choices[0].finish_reason").isEqualTo("tool_calls")
                .jsonPath("$.choices[0].message.tool_calls[0].function.name").isEqualTo("clock");

        GenerationOptions options = GenerationOptions.from(backend.prompts().getLast().getOptions());
        assertThat(options.toolChoice()).isEqualTo(new ToolChoice.Required());
        assertThat(options.parallelToolCalls()).isFalse();
        assertThat(options.tools()).singleElement().satisfies(tool -> {
            assertThat(tool.getToolDefinition().name()).isEqualTo("clock");
            assertThat(tool.getToolDefinition().inputSchema()).isEqualTo("{\"type\":\"object\",\"properties\":{}}");
        });
    }

    @Test
    void createWhenModelHasNoToolsThenTheyAreRefusedAndTheirAbsenceIsNot() {
        post("{\"model\":\"blind\"," + CLOCK + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
                .expectStatus().isBadRequest().expectBody().jsonPath("$.error.param").isEqualTo("tools")
                .jsonPath("$.error.code").isEqualTo("unsupported_parameter");
        post("{\"model\":\"blind\"," + CLOCK
                + ",\"tool_choice\":\"none\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}").expectStatus()
                .isOk();
    }

    @Test
    void createWhenSeveralAnswersThenEachIsAChoiceOfItsOwn() {
        int before = backend.prompts().size();
        post("{\"model\":\"eyes\",\"n\":3,\"seed\":7,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
                .expectStatus()
                .isOk().expectBody().jsonPath("$.choices.length()").isEqualTo(3).jsonPath("$.choices[2].index")
                .isEqualTo(2).jsonPath("$.choices[2].message.content").isEqualTo("You sent 0 pictures and said: Hi")
                .jsonPath("$.usage.prompt_tokens").isEqualTo(1).jsonPath("$.usage.completion_tokens").isEqualTo(24);

        assertThat(backend.prompts().subList(before, before + 3))
                .extracting(prompt -> GenerationOptions.from(prompt.getOptions()).seed())
                .containsExactlyInAnyOrder(7L, 8L, 9L);
    }

    @Test
    void inputTokensAreCountedWithoutAnAnswer() {
        int before = backend.prompts().size();
        post("/v1/chat/completions/input_tokens", """
                {"messages":[{"role":"user","content":[{"type":"text","text":"What is this?"},
                {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}]}""").expectStatus()
                .isOk().expectBody().jsonPath("$.object").isEqualTo("response.input_tokens")
                .jsonPath("$.input_tokens").isEqualTo(323).jsonPath("$.input_tokens_details.image_tokens")
                .isEqualTo(320).jsonPath("$.context_length").isEqualTo(1000).jsonPath("$.fits").isEqualTo(true)
                .jsonPath("$.pictures[0].tiles").isEqualTo(5);
        post("/v1/chat/completions/input_tokens", "{\"model\":\"none\",\"messages\":[{\"role\":\"user\","
                + "\"content\":\"Hi\"}]}").expectStatus().isNotFound();
        post("/v1/chat/completions/input_tokens", "{}").expectStatus().isBadRequest();

        assertThat(backend.prompts()).hasSize(before);
    }

    private WebTestClient.ResponseSpec post(String body) {
        return post("/v1/chat/completions", body);
    }

    private WebTestClient.ResponseSpec post(String path, String body) {
        return WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(20)).build().post().uri(path)
                .contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
    }
}
