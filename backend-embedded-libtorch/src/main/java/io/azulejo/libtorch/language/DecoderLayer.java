package io.azulejo.libtorch.language;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.azulejo.libtorch.config.LanguageConfig;
import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.layer.GatedLinear;
import io.azulejo.libtorch.layer.Linear;
import io.azulejo.libtorch.layer.RmsNorm;
import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * One layer of Qwen2 or Llama: norm, attention, residual; norm, gated MLP, residual.
 *
 * @param config widths and heads
 * @param attentionNorm before the attention
 * @param qkv [(heads + 2 * kvHeads) * headDim, hidden]: queries of all heads, then keys, then values
 * @param output [hidden, heads * headDim]
 * @param mlpNorm before the MLP
 * @param gateAndUp [intermediate, hidden] each
 * @param down [hidden, intermediate]
 */
record DecoderLayer(LanguageConfig config, RmsNorm attentionNorm, Linear qkv, Linear output, RmsNorm mlpNorm,
        GatedLinear gateAndUp, Linear down) {

    /** The layer whose tensor names begin with {@code module}. */
    static DecoderLayer of(LoadedWeights weights, LanguageConfig config, String module) {
        String attention = module + ".self_attn.";
        String mlp = module + ".mlp.";
        return new DecoderLayer(config, RmsNorm.of(weights, module + ".input_layernorm", config.normEps()),
                Linear.joined(weights, attention + "q_proj", attention + "k_proj", attention + "v_proj"),
                Linear.of(weights, attention + "o_proj"),
                RmsNorm.of(weights, module + ".post_attention_layernorm", config.normEps()),
                GatedLinear.of(weights, mlp + "gate_proj", mlp + "up_proj"),
                Linear.of(weights, mlp + "down_proj"));
    }

    /**
     * @param x [rows, hidden]: the rows of all sequences of the step
     * @param step where they belong, on this layer's device
     * @param cache this layer's keys and values; the rows' own are added
     */
    Tensor forward(Tensor x, StepOnDevice step, KvCache.Layer cache) {
        Tensor mixed = step.attend(qkv.forward(attentionNorm.forward(x)), config, cache);
        Tensor attended = output.forwardPlus(mixed, x);
        return down.forwardPlus(gateAndUp.forward(mlpNorm.forward(attended)), attended);
    }

    /** What the rows ask the cached keys with, [rows, heads, headDim]: for those who want to see it. */
    Tensor queries(Tensor x, StepOnDevice step) {
        Tensor all = qkv.forward(attentionNorm.forward(x));
        return step.turn(all.view(x.size(0), config.heads() + 2L * config.kvHeads(), config.headDim())
                .narrow(1, 0, config.heads()));
    }
}
