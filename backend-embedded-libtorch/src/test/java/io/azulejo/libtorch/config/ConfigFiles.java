package io.azulejo.libtorch.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import io.azulejo.libtorch.weights.TensorIndex;
import io.azulejo.libtorch.weights.TensorInfo;

/** Configuration files for tests. */
public final class ConfigFiles {

    /** The published configuration of NVLM-D-72B, as far as it says anything of shapes. */
    public static final String NVLM_D_72B = """
            {"architectures": ["NVLM_D_Model"], "model_type": "NVLM_D", "downsample_ratio": 0.5,
             "dynamic_image_size": true, "force_image_size": 448, "max_dynamic_patch": 6, "min_dynamic_patch": 1,
             "ps_version": "v2", "select_layer": -1, "template": "chatml", "torch_dtype": "bfloat16",
             "use_thumbnail": true,
             "llm_config": {"architectures": ["Qwen2ForCausalLM"], "hidden_act": "silu", "hidden_size": 8192,
                "intermediate_size": 29568, "max_position_embeddings": 32768, "max_window_layers": 80,
                "model_type": "qwen2", "num_attention_heads": 64, "num_hidden_layers": 80, "num_key_value_heads": 8,
                "rms_norm_eps": 1e-06, "rope_theta": 1000000.0, "sliding_window": null,
                "tie_word_embeddings": false, "torch_dtype": "bfloat16", "use_sliding_window": false,
                "vocab_size": 152064},
             "vision_config": {"architectures": ["InternVisionModel"], "hidden_act": "gelu", "hidden_size": 3200,
                "image_size": 448, "intermediate_size": 12800, "layer_norm_eps": 1e-06,
                "model_type": "intern_vit_6b", "norm_type": "rms_norm", "num_attention_heads": 25,
                "num_hidden_layers": 45, "patch_size": 14, "qk_normalization": true, "qkv_bias": false,
                "torch_dtype": "bfloat16"}}
            """;

    private static final TensorIndex NOTHING = _ -> Optional.empty();

    private ConfigFiles() {}

    /** Parses a configuration that lies beside no weights. */
    public static ModelConfig parse(Path directory, String json) {
        return parse(directory, json, NOTHING);
    }

    public static ModelConfig parse(Path directory, String json, TensorIndex tensors) {
        try {
            Files.writeString(directory.resolve("config.json"), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ModelConfigParser.parse(directory, tensors);
    }

    /** An index that knows the shapes of some tensors. */
    public static TensorIndex shapes(Map<String, long[]> shapes) {
        return name -> Optional.ofNullable(shapes.get(name)).map(shape -> new TensorInfo(name,
                Path.of("model.safetensors"), "BF16", Arrays.stream(shape).boxed().toList(), 0, 0));
    }

    /** NVLM-D-72B with the seven dummy heads that only the shape of its weights tells of. */
    public static ModelConfig nvlmD72b(Path directory) {
        return parse(directory, NVLM_D_72B,
                shapes(Map.of("vision_model.encoder.layers.0.attn.qkv.weight", new long[]{12288, 3200})));
    }
}
