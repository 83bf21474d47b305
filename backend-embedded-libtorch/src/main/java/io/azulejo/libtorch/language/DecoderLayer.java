package io.azulejo.libtorch.language;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.azulejo.libtorch.config.LanguageConfig;
import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.layer.Linear;
import io.azulejo.libtorch.layer.RmsNorm;
import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * One layer of Qwen2 or Llama: norm, attention, residual; norm, gated MLP, residual.
 *
 * @param config widths and heads
 * @param attentionNorm before the attention
 * @param queries [heads * headDim, hidden]
 * @param keys [kvHeads * headDim, hidden]
 * @param values [kvHeads * headDim, hidden]
 * @param output [hidden, heads * headDim]
 * @param mlpNorm before the MLP
 * @param gate [intermediate, hidden]
 * @param up [intermediate, hidden]
 * @param down [hidden, intermediate]
 */
record DecoderLayer(LanguageConfig config, RmsNorm attentionNorm, Linear queries, Linear keys, Linear values,
        Linear output, RmsNorm mlpNorm, Linear gate, Linear up, Linear down) {

    /** The layer whose tensor names begin with {@code module}. */
    static DecoderLayer of(LoadedWeights weights, LanguageConfig config, String module) {
        String attention = module + ".self_attn.";
        String mlp = module + ".mlp.";
        return new DecoderLayer(config, RmsNorm.of(weights, module + ".input_layernorm", config.normEps()),
                Linear.of(weights, attention + "q_proj"), Linear.of(weights, attention + "k_proj"),
                Linear.of(weights, attention + "v_proj"), Linear.of(weights, attention + "o_proj"),
                RmsNorm.of(weights, module + ".post_attention_layernorm", config.normEps()),
                Linear.of(weights, mlp + "gate_proj"), Linear.of(weights, mlp + "up_proj"),
                Linear.of(weights, mlp + "down_proj"));
    }

    /**
     * @param x [rows, hidden]: the rows of all sequences of the step
     * @param step where they belong, on this layer's device
     * @param cache this layer's keys and values; the rows' own are added
     */
    Tensor forward(Tensor x, StepOnDevice step, KvCache.Layer cache) {
        Tensor attended = x.add(attention(attentionNorm.forward(x), step, cache));
        Tensor normed = mlpNorm.forward(attended);
        Tensor gated = torch.silu(gate.forward(normed)).mul_(up.forward(normed));
        return attended.add(down.forward(gated));
    }

    /** What the rows ask the cached keys with, [rows, heads, headDim]: for those who want to see it. */
    Tensor queries(Tensor x, StepOnDevice step) {
        return turnedQueries(attentionNorm.forward(x), step);
    }

    private Tensor turnedQueries(Tensor normed, StepOnDevice step) {
        return step.rotation()
                .apply(queries.forward(normed).view(normed.size(0), config.heads(), config.headDim()));
    }

    private Tensor attention(Tensor x, StepOnDevice step, KvCache.Layer cache) {
        long rows = x.size(0);
        Tensor q = turnedQueries(x, step);
        Tensor k = step.rotation().apply(keys.forward(x).view(rows, config.kvHeads(), config.headDim()));
        Tensor v = values.forward(x).view(rows, config.kvHeads(), config.headDim());
        step.store(cache, k, v);
        return output.forward(step.attend(q, k, v, cache));
    }
}
