package io.azulejo.libtorch.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.weights.LoadException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ModelConfigParserTests {

    private static final String QWEN = """
            {"architectures": ["Qwen2ForCausalLM"], "hidden_size": 64, "num_attention_heads": 4, "num_key_value_heads": 2,
             "num_hidden_layers": 3}
            """;

    @TempDir
    Path directory;

    private ModelConfig parse(String json) {
        return ConfigFiles.parse(directory, json);
    }

    @Test
    void nvlmD72bIsReadWithItsDummyHeads() {
        ModelConfig config = ConfigFiles.nvlmD72b(directory);
        assertThat(config).isEqualTo(new ModelConfig(Architecture.NVLM_D,
                new LanguageConfig(152064, 8192, 29568, 80, 64, 8, 128, 32768, 1e-6, 1e6, new RopeScaling.None(), true,
                        false, false, false),
                new VisionConfig(448, 448, 14, 3, 3200, 12800, 45, 25, 32, VisionConfig.Norm.RMS_NORM, 1e-6, false,
                        true, 45, 2, false),
                new ProjectorConfig(12800, 29568, 8192, false), DataType.BFLOAT16));
        assertThat(config.visionIfPresent()).hasValueSatisfying(vision -> {
            assertThat(vision.tokensPerTile()).isEqualTo(256);
            assertThat(vision.headDim()).isEqualTo(128);
        });
    }

    @Test
    void internVlWhenKeysAreMissingThenItsClassesDefaultsHold() {
        ModelConfig config = parse("""
                {"model_type": "internvl_chat", "llm_config": {"model_type": "llama"}, "vision_config": {}}""");
        assertThat(config).isEqualTo(new ModelConfig(Architecture.INTERNVL_CHAT,
                new LanguageConfig(32000, 4096, 11008, 32, 32, 32, 128, 2048, 1e-6, 10_000, new RopeScaling.None(),
                        false, false, false, false),
                new VisionConfig(224, 224, 14, 3, 3200, 12800, 48, 25, 25, VisionConfig.Norm.RMS_NORM, 1e-6, false,
                        true, 48, 2, true),
                new ProjectorConfig(12800, 4096, 4096, true), null));
    }

    @Test
    void qwen2WhenKeysAreMissingThenItsClassesDefaultsHold() {
        assertThat(parse("{\"model_type\": \"qwen2\"}").language()).isEqualTo(new LanguageConfig(151936, 4096, 22016,
                32, 32, 32, 128, 32768, 1e-6, 10_000, new RopeScaling.None(), true, false, false, false));
    }

    @Test
    void slidingWindowWhenNotUsedThenItsKeysAreIgnored() {
        String json = QWEN.replace("}", ", \"use_sliding_window\": false, \"sliding_window\": 8,"
                + " \"max_window_layers\": 1}");
        assertThat(parse(json).layers()).isEqualTo(3);
    }

    @Test
    void ropeParametersInTheNewerFormAreRead() {
        LanguageConfig language = parse("""
                {"architectures": ["LlamaForCausalLM"], "rope_parameters": {"rope_type": "llama3", "factor": 32.0,
                 "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192,
                 "rope_theta": 500000.0}}""").language();
        assertThat(language.ropeTheta()).isEqualTo(500_000);
        assertThat(language.ropeScaling()).isEqualTo(new RopeScaling.Llama3(32, 1, 4, 8192));
    }

    @Test
    void biasWhenTheCheckpointHasOneThenItIsUsedThoughTheConfigurationIsSilent() {
        ModelConfig config = ConfigFiles.parse(directory, "{\"architectures\": [\"LlamaForCausalLM\"]}",
                ConfigFiles.shapes(Map.of("model.layers.0.self_attn.o_proj.bias", new long[]{4096})));
        assertThat(config.language().outputBias()).isTrue();
        assertThat(config.language().qkvBias()).isFalse();
    }

    static Stream<Arguments> refused() {
        return Stream.of(Arguments.of("{}", "model_type: '' is not known"),
                Arguments.of("[]", "not a JSON object"), Arguments.of("{\"architectures\": [", "not JSON"),
                Arguments.of("{\"architectures\": [\"MistralForCausalLM\"]}",
                        "architectures: 'MistralForCausalLM' is not known. This engine runs NVLM_D_Model"),
                Arguments.of("{\"model_type\": \"NVLM_D\"}", "llm_config: it is missing"),
                Arguments.of("{\"model_type\": \"internvl_chat\", \"llm_config\": {\"architectures\":"
                        + " [\"InternLM2ForCausalLM\"]}, \"vision_config\": {}}",
                        "llm_config.architectures: 'InternLM2ForCausalLM' is not a decoder this engine knows"),
                Arguments.of(QWEN.replace("64", "\"64\""), "hidden_size: \"64\" is not a whole number"),
                Arguments.of(QWEN.replace("64", "64.5"), "hidden_size: 64.5 is not a whole number"),
                Arguments.of(QWEN.replace("64", "-64"), "hidden_size must be above 0, but is -64"),
                Arguments.of(QWEN.replace("heads\": 4", "heads\": 0"), "num_attention_heads must be above 0"),
                Arguments.of(QWEN.replace("heads\": 4", "heads\": 5"), "is no multiple of num_key_value_heads (2)"),
                Arguments.of(QWEN.replace("}", ", \"use_sliding_window\": true, \"max_window_layers\": 1}"),
                        "use_sliding_window: sliding-window attention is not supported"),
                Arguments.of(QWEN.replace("}", ", \"hidden_act\": \"gelu\"}"), "hidden_act: 'gelu' is not supported"),
                Arguments.of(QWEN.replace("}", ", \"rope_scaling\": {\"type\": \"yarn\", \"factor\": 4}}"),
                        "rope_scaling.type: 'yarn' is not supported"),
                Arguments.of(QWEN.replace("}", ", \"quantization_config\": {\"quant_method\": \"fp8\"}}"),
                        "quantization_config: quantised weights are not supported"),
                Arguments.of(ConfigFiles.NVLM_D_72B.replace("\"v2\"", "\"v3\""), "ps_version: 'v3' is not known"),
                Arguments.of(ConfigFiles.NVLM_D_72B.replace("0.5", "0.3"), "downsample_ratio: 0.3 is not one over"),
                Arguments.of(ConfigFiles.NVLM_D_72B.replace("-1", "-50"), "select_layer names hidden state -4"),
                Arguments.of(ConfigFiles.NVLM_D_72B.replace("rms_norm\"", "group_norm\""),
                        "vision_config.norm_type: 'group_norm' is not known"),
                Arguments.of(ConfigFiles.NVLM_D_72B.replace("\"force_image_size\": 448", "\"force_image_size\": 450"),
                        "a tile of 450"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void configurationWhenUnusableThenErrorNamesFileAndKey(String json, String problem) {
        assertThatExceptionOfType(LoadException.class).isThrownBy(() -> parse(json))
                .withMessageContaining("config.json: ").withMessageContaining(problem);
    }

    @Test
    void headsWhenQkvIsNoWholeNumberOfThemThenErrorNamesTheTensor() {
        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> ConfigFiles.parse(directory, ConfigFiles.NVLM_D_72B,
                        ConfigFiles.shapes(Map.of("vision_model.encoder.layers.0.attn.qkv.weight",
                                new long[]{12289, 3200}))))
                .withMessageContaining("attn.qkv.weight: its 12289 rows are no whole number of heads");
    }
}
