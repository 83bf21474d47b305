package io.azulejo.triton;

import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelCapabilities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a start says of settings that do not fit the server, and what models can do by their interface. */
class SettingsIT {

    private static String endpoint;

    @BeforeAll
    static void start() {
        endpoint = TritonServer.shared().awaitReady().endpoint();
    }

    @Test
    void modelWhenTheServerDoesNotHaveItThenThoseItHasAreNamed() {
        assertInvalid("models.nope.model", "nope", Map.of(), "vllm_model");
    }

    @Test
    void modelWhenItsInterfaceIsUnknownThenItsInputsAreNamed() {
        assertInvalid("models.echo.interface", "echo", Map.of(), "INPUT_INT32");
    }

    @Test
    void visionWhenItIsNoEncoderThenIsRefused() {
        assertInvalid("models.tensorrt_llm.vision", "tensorrt_llm", Map.of("vision", "echo"), "pixel_values");
    }

    @Test
    void versionWhenTheServerDoesNotHaveItThenIsRefused() {
        assertInvalid("models.vllm_model.model", "vllm_model", Map.of("version", "7"), "version 7");
    }

    @Test
    void serverWhenThereIsNoneThenTheStartSaysSo() {
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> TritonBackends.open(
                Map.of("endpoints", "127.0.0.1:" + TritonServer.freePort(), "start-timeout", "1s"), "vllm_model",
                TritonServer.demoCheckpoint(), Map.of()))
                .satisfies(e -> assertThat(e.property()).endsWith("endpoints"));
    }

    @Test
    void capabilitiesComeFromTheInterface() {
        assertThat(capabilities("vllm_model", Map.of())).satisfies(vllm -> {
            assertThat(vllm.pictures()).isTrue();
            assertThat(vllm.maxTopLogprobs()).isEqualTo(20);
            assertThat(vllm.parameters()).contains(GenerationParameter.MIN_P, GenerationParameter.LOGPROBS)
                    .doesNotContain(GenerationParameter.LOGIT_BIAS, GenerationParameter.MAX_TILES);
        });
        assertThat(capabilities("tensorrt_llm", Map.of()).pictures()).as("without an encoder").isFalse();
        assertThat(capabilities("tensorrt_llm", Map.of("vision", "vision_encoder")).parameters())
                .contains(GenerationParameter.MAX_TILES, GenerationParameter.REPETITION_PENALTY,
                        GenerationParameter.LOGPROBS)
                .doesNotContain(GenerationParameter.MIN_P);
        assertThat(capabilities("llmapi", Map.of()).parameters())
                .contains(GenerationParameter.SEED, GenerationParameter.STOP)
                .doesNotContain(GenerationParameter.REPETITION_PENALTY, GenerationParameter.LOGPROBS);
    }

    private static ModelCapabilities capabilities(String model, Map<String, String> settings) {
        try (TritonBackend backend = TritonBackends.open(endpoint, model, TritonServer.demoCheckpoint(), settings)) {
            return backend.models().getFirst().descriptor().capabilities();
        }
    }

    private static void assertInvalid(String property, String model, Map<String, String> settings, String words) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> TritonBackends.open(endpoint, model, TritonServer.demoCheckpoint(), settings))
                .satisfies(e -> assertThat(e.property()).isEqualTo("azulejo.backends.far." + property))
                .withMessageContaining(words);
    }
}
