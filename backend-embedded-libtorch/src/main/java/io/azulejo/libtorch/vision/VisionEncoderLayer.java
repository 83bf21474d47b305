package io.azulejo.libtorch.vision;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.config.VisionConfig;
import io.azulejo.libtorch.layer.Activation;
import io.azulejo.libtorch.layer.Attention;
import io.azulejo.libtorch.layer.LayerNorm;
import io.azulejo.libtorch.layer.Linear;
import io.azulejo.libtorch.layer.Norm;
import io.azulejo.libtorch.layer.RmsNorm;
import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * One layer of InternViT: norm, attention, layer scale, residual; norm, MLP, layer scale, residual.
 *
 * @param config widths and heads
 * @param attentionNorm before the attention
 * @param qkv [3 * totalHeads * headDim, hidden]: queries of all heads, then keys, then values, dummy heads last in each
 * @param queryNorm over all query channels at once, or null
 * @param keyNorm over all key channels at once, or null
 * @param output [hidden, totalHeads * headDim]
 * @param attentionScale [hidden]
 * @param mlpNorm before the MLP
 * @param up [intermediate, hidden]
 * @param down [hidden, intermediate]
 * @param mlpScale [hidden]
 */
record VisionEncoderLayer(VisionConfig config, Norm attentionNorm, Linear qkv, @Nullable RmsNorm queryNorm,
        @Nullable RmsNorm keyNorm, Linear output, Tensor attentionScale, Norm mlpNorm, Linear up, Linear down,
        Tensor mlpScale) {

    static VisionEncoderLayer of(LoadedWeights weights, VisionConfig config, int index) {
        String name = "vision_model.encoder.layers." + index + ".";
        return new VisionEncoderLayer(config, norm(weights, config, name + "norm1"),
                Linear.of(weights, name + "attn.qkv"), headNorm(weights, config, name + "attn.q_norm"),
                headNorm(weights, config, name + "attn.k_norm"), Linear.of(weights, name + "attn.proj"),
                weights.require(name + "ls1"), norm(weights, config, name + "norm2"),
                Linear.of(weights, name + "mlp.fc1"), Linear.of(weights, name + "mlp.fc2"),
                weights.require(name + "ls2"));
    }

    private static Norm norm(LoadedWeights weights, VisionConfig config, String name) {
        return switch (config.norm()) {
            case RMS_NORM -> RmsNorm.of(weights, name, config.normEps());
            case LAYER_NORM -> LayerNorm.of(weights, name, config.normEps());
        };
    }

    private static @Nullable RmsNorm headNorm(LoadedWeights weights, VisionConfig config, String name) {
        return config.qkNorm() ? RmsNorm.over(weights, name, config.normEps(), config.hiddenSize()) : null;
    }

    /** [tokens, hidden] to the same. */
    Tensor forward(Tensor x) {
        Tensor attended = x.addcmul(attention(attentionNorm.forward(x)), attentionScale);
        Tensor inner = up.forward(mlpNorm.forward(attended), Activation.GELU);
        return attended.addcmul(down.forward(inner), mlpScale);
    }

    private Tensor attention(Tensor x) {
        long tokens = x.size(0);
        long width = config.attentionWidth();
        Tensor all = qkv.forward(x); // [tokens, 3 * width]
        Tensor queries = all.narrow(1, 0, width);
        Tensor keys = all.narrow(1, width, width);
        Tensor values = all.narrow(1, 2 * width, width);
        if (queryNorm != null) {
            queries = queryNorm.forward(queries);
        }
        if (keyNorm != null) {
            keys = keyNorm.forward(keys);
        }
        long[] heads = {tokens, config.totalHeads(), config.headDim()};
        return output.forward(Attention.full(queries.view(heads), keys.view(heads), values.view(heads)));
    }
}
