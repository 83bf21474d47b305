package io.azulejo.libtorch.config;

import java.util.Locale;

import io.azulejo.libtorch.weights.LoadException;
import io.azulejo.libtorch.weights.TensorIndex;
import io.azulejo.libtorch.weights.TensorInfo;

/** Reads the vision tower's configuration: its own object and the keys about tiles beside it. */
final class VisionConfigParser {

    private static final String QKV = "vision_model.encoder.layers.0.attn.qkv.weight";

    private final ConfigSection top;
    private final ConfigSection config;
    private final TensorIndex tensors;

    /**
     * @param top the whole file's object
     * @param config its vision_config
     * @param tensors tells how wide the attention is with its dummy heads
     */
    VisionConfigParser(ConfigSection top, ConfigSection config, TensorIndex tensors) {
        this.top = top;
        this.config = config;
        this.tensors = tensors;
    }

    VisionConfig parse() {
        String activation = config.text("hidden_act", "gelu");
        if (!activation.equals("gelu")) {
            throw config.problem("hidden_act", "'" + activation + "' is not supported; InternViT uses gelu.");
        }
        int hidden = config.integer("hidden_size", 3200);
        int heads = config.integer("num_attention_heads", 25);
        int layers = config.integer("num_hidden_layers", 48);
        int trainedSize = config.integer("image_size", 224);
        int selectLayer = top.integer("select_layer", -1);
        String shuffleVersion = top.text("ps_version", "v1");
        if (!shuffleVersion.equals("v1") && !shuffleVersion.equals("v2")) {
            throw top.problem("ps_version", "'" + shuffleVersion + "' is not known; it is v1 or v2.");
        }
        return new VisionConfig(top.integer("force_image_size", trainedSize), trainedSize,
                config.integer("patch_size", 14), config.integer("num_channels", 3), hidden,
                config.integer("intermediate_size", 12800), layers, heads, totalHeads(hidden, heads), norm(),
                config.number("layer_norm_eps", 1e-6), config.bool("qkv_bias", false),
                config.bool("qk_normalization", true),
                // As an index of Python's into the hidden states, of which there is one more than layers.
                selectLayer < 0 ? layers + 1 + selectLayer : selectLayer, shuffleFactor(),
                shuffleVersion.equals("v1"));
    }

    // The published configuration does not tell how many dummy heads there are; the width of qkv does.
    private int totalHeads(int hidden, int heads) {
        TensorInfo qkv = tensors.find(QKV).orElse(null);
        if (qkv == null || heads < 1 || hidden % heads != 0) {
            return heads;
        }
        long perHead = 3L * (hidden / heads);
        long rows = qkv.shape().isEmpty() ? 0 : qkv.shape().get(0);
        if (rows % perHead != 0) {
            throw new LoadException(qkv.file(), QKV, "its " + rows + " rows are no whole number of heads: a head has "
                    + hidden / heads + " rows each of queries, keys and values.");
        }
        return Math.toIntExact(rows / perHead);
    }

    private VisionConfig.Norm norm() {
        String norm = config.text("norm_type", "rms_norm");
        try {
            return VisionConfig.Norm.valueOf(norm.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw config.problem("norm_type", "'" + norm + "' is not known; it is rms_norm or layer_norm.");
        }
    }

    private int shuffleFactor() {
        double ratio = top.number("downsample_ratio", 0.5);
        double factor = 1 / ratio;
        if (!(ratio > 0 && ratio <= 1) || factor != Math.rint(factor)) {
            throw top.problem("downsample_ratio", ratio + " is not one over a whole number.");
        }
        return (int) factor;
    }
}
