package io.azulejo.libtorch.config;

import java.util.Optional;

import io.azulejo.libtorch.weights.TensorIndex;

/** Reads a decoder's configuration: Qwen2's and Llama's keys and defaults. */
final class LanguageConfigParser {

    private final ConfigSection config;
    private final TensorIndex tensors;
    private final String prefix;

    /**
     * @param config the decoder's own object
     * @param tensors tells which biases a checkpoint has besides those its kind always has
     * @param prefix what stands before the decoder's tensor names
     */
    LanguageConfigParser(ConfigSection config, TensorIndex tensors, String prefix) {
        this.config = config;
        this.tensors = tensors;
        this.prefix = prefix;
    }

    LanguageConfig parse() {
        boolean qwen = isQwen();
        String activation = config.text("hidden_act", "silu");
        if (!activation.equals("silu")) {
            throw config.problem("hidden_act", "'" + activation + "' is not supported; the decoders known use silu.");
        }
        int hidden = config.integer("hidden_size", 4096);
        int heads = config.integer("num_attention_heads", 32);
        int maxPositions = config.integer("max_position_embeddings", qwen ? 32768 : 2048);
        int layers = config.integer("num_hidden_layers", 32);
        refuseSlidingWindow(qwen, maxPositions, layers);
        boolean attentionBias = config.bool("attention_bias", false);
        // Newer files keep theta beside the scaling, older ones apart from it.
        Optional<ConfigSection> rope = config.section("rope_parameters").or(() -> config.section("rope_scaling"));
        double theta = config.number("rope_theta", rope.map(r -> r.number("rope_theta", 10_000.0)).orElse(10_000.0));
        return new LanguageConfig(config.integer("vocab_size", qwen ? 151936 : 32000), hidden,
                config.integer("intermediate_size", qwen ? 22016 : 11008), layers, heads,
                config.integer("num_key_value_heads", qwen ? 32 : heads),
                config.integer("head_dim", heads > 0 ? hidden / heads : 0), maxPositions,
                config.number("rms_norm_eps", 1e-6), theta, rope.map(this::scaling).orElseGet(RopeScaling.None::new),
                qwen || attentionBias || present("layers.0.self_attn.q_proj.bias"),
                (!qwen && attentionBias) || present("layers.0.self_attn.o_proj.bias"),
                config.bool("mlp_bias", false) || present("layers.0.mlp.gate_proj.bias"),
                config.bool("tie_word_embeddings", false));
    }

    private boolean isQwen() {
        String architecture = config.first("architectures");
        String modelType = config.text("model_type", "");
        return switch (architecture.isEmpty() ? modelType : architecture) {
            case "Qwen2ForCausalLM", "qwen2" -> true;
            case "LlamaForCausalLM", "llama" -> false;
            default -> throw config.problem(architecture.isEmpty() ? "model_type" : "architectures", "'"
                    + (architecture.isEmpty() ? modelType : architecture)
                    + "' is not a decoder this engine knows: it runs Qwen2ForCausalLM (qwen2) and LlamaForCausalLM"
                    + " (llama).");
        };
    }

    private void refuseSlidingWindow(boolean qwen, int maxPositions, int layers) {
        boolean slides = qwen && config.bool("use_sliding_window", false)
                && config.integer("sliding_window", 4096) < maxPositions
                && config.integer("max_window_layers", 28) < layers;
        if (slides) {
            throw config.problem("use_sliding_window", "sliding-window attention is not supported.");
        }
    }

    private boolean present(String name) {
        return tensors.find(prefix + "model." + name).isPresent();
    }

    private RopeScaling scaling(ConfigSection rope) {
        String type = rope.text("rope_type", rope.text("type", "default"));
        return switch (type) {
            // Dynamic scaling changes nothing up to max_position_embeddings, and no context goes past that here.
            case "default", "dynamic" -> new RopeScaling.None();
            case "linear" -> new RopeScaling.Linear(rope.number("factor", 1));
            case "llama3" -> new RopeScaling.Llama3(rope.number("factor", 8), rope.number("low_freq_factor", 1),
                    rope.number("high_freq_factor", 4), rope.integer("original_max_position_embeddings", 8192));
            default -> throw rope.problem(rope.has("rope_type") ? "rope_type" : "type", "'" + type
                    + "' is not supported; known are default, dynamic, linear and llama3.");
        };
    }
}
