package io.azulejo.openai;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.model.GenerationParameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SettingsTests {

    @TempDir
    Path directory;

    @Test
    void serverWhenOnlyItsAddressIsGivenThenTheRestIsUsual() {
        assertThat(server(Map.of("base-url", "http://localhost:8000"))).isEqualTo(new ServerSettings(
                "http://localhost:8000/v1", null, Duration.ofMinutes(5), 256, Duration.ofSeconds(10)));
    }

    @Test
    void addressWhenItHasAPathThenKeepsIt() {
        assertThat(server(Map.of("base-url", "http://localhost:8000/")).baseUrl())
                .isEqualTo("http://localhost:8000/v1");
        assertThat(server(Map.of("base-url", "https://a.example/v1/")).baseUrl()).isEqualTo("https://a.example/v1");
        assertThat(server(Map.of("base-url", "https://a.example/openai/v2")).baseUrl())
                .isEqualTo("https://a.example/openai/v2");
    }

    @Test
    void addressWhenItIsNoneThenIsRefused() {
        for (String address : new String[]{"localhost:8000", "ftp://a.example", "http://", "http://a b", "/v1",
                "http://a.example/v1?key=1", "http://me:secret@a.example"}) {
            assertThatExceptionOfType(InvalidSettingException.class)
                    .isThrownBy(() -> server(Map.of("base-url", address)))
                    .satisfies(e -> assertThat(e.property()).isEqualTo("far.base-url"));
        }
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> server(Map.of()))
                .withMessageContaining("missing");
    }

    @Test
    void keyWhenItIsInAFileThenIsReadWithoutTheEndOfItsLine() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), "sk-123\n");

        assertThat(server(Map.of("base-url", "http://a", "api-key-file", file.toString())).apiKey())
                .isEqualTo("sk-123");
        assertThat(server(Map.of("base-url", "http://a", "api-key", "sk-4")).apiKey()).isEqualTo("sk-4");
    }

    @Test
    void keyWhenItCannotBeUsedThenIsRefusedAndNotShown() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> server(Map.of("base-url", "http://a", "api-key", "sécret")))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("cret").contains("far.api-key"));
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> server(Map.of("base-url", "http://a", "api-key-file", "/no/such/file")))
                .withMessageContaining("cannot be read");
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> server(Map.of("base-url", "http://a", "api-key", "secret", "api-key-file", "f")))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void settingWhenUnknownOrOutOfRangeThenIsRefused() {
        for (Map<String, String> wrong : List.of(Map.of("base_uri", "x"), Map.of("timeout", "0s"),
                Map.of("max-in-flight", "0"), Map.of("check-interval", "-1s"))) {
            Map<String, String> settings = new HashMap<>(wrong);
            settings.put("base-url", "http://a");
            assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> server(settings));
        }
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> ModelSettings.of("m", new Settings("m", Map.of("temperature", "1"))));
    }

    @Test
    void modelWhenNothingIsGivenThenTakesWhatOpenAiTakes() {
        ModelSettings model = ModelSettings.of("seer", new Settings("m", Map.of()));

        assertThat(model.name()).isEqualTo("seer");
        assertThat(model.pictures()).isTrue();
        assertThat(model.parameters()).containsExactlyInAnyOrder(GenerationParameter.MAX_TOKENS,
                GenerationParameter.TEMPERATURE, GenerationParameter.TOP_P, GenerationParameter.PRESENCE_PENALTY,
                GenerationParameter.FREQUENCY_PENALTY, GenerationParameter.SEED, GenerationParameter.STOP,
                GenerationParameter.LOGPROBS, GenerationParameter.TOP_LOGPROBS, GenerationParameter.LOGIT_BIAS);
    }

    @Test
    void parametersWhenNamedThenAreTakenToo() {
        assertThat(ModelSettings.of("m", new Settings("m", Map.of("parameters",
                "top_k, min-p ,mm_processor_kwargs.max_dynamic_patch"))).parameters())
                .contains(GenerationParameter.TOP_K, GenerationParameter.MIN_P, GenerationParameter.MAX_TILES)
                .doesNotContain(GenerationParameter.REPETITION_PENALTY);
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> ModelSettings.of("m", new Settings("m", Map.of("parameters", "top_a"))))
                .withMessageContaining("'top_a'")
                .withMessageContaining("top_k, min_p, repetition_penalty, max_tiles");
    }

    @Test
    void pathWhenItIsNoDirectoryThenIsRefused() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> ModelSettings.of("m", new Settings("m", Map.of("path", "/no/such/place"))))
                .withMessageContaining("not a directory");
    }

    private static ServerSettings server(Map<String, String> settings) {
        return ServerSettings.of(new Settings("far", settings));
    }
}
