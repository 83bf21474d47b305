package io.azulejo.server.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.reactive.function.client.WebClient;

import io.azulejo.server.openai.ScriptedServer;

import static org.assertj.core.api.Assertions.assertThat;

/** A running server with a plugin's backend, and a plugin that does not work beside it. */
@SpringBootTest(classes = ScriptedServer.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
        "azulejo.backends.far.type=sample", "azulejo.backends.far.models.eyes.max-pictures=3"})
class BackendPluginIT {

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void plugins(DynamicPropertyRegistry properties) throws IOException {
        Path directory = Files.createTempDirectory("plugins");
        PluginJar.write(directory, "sample", Map.of("Plugin-Requires", ">=1.0.0"), SampleProvider.class);
        PluginJar.write(directory, "later", Map.of("Plugin-Requires", ">=99.0.0"), SampleProvider.class);
        properties.add("azulejo.plugins.directory", directory::toString);
    }

    @Test
    void modelOfAPluginAnswersAndPluginsAreListed() {
        WebClient client = WebClient.create("http://127.0.0.1:" + port);

        String answer = client.post().uri("/v1/chat/completions").contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"model\":\"eyes\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}").retrieve()
                .bodyToMono(byte[].class).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).block();
        String list = client.get().uri("/api/v1/plugins").retrieve().bodyToMono(String.class).block();

        assertThat(answer).contains("\"finish_reason\":\"stop\"");
        assertThat(list).contains("\"id\":\"sample\"", "\"state\":\"ACTIVE\"", "\"types\":[\"sample\"]",
                "\"id\":\"later\"", "\"state\":\"REFUSED\"", ">=99.0.0");
    }
}
