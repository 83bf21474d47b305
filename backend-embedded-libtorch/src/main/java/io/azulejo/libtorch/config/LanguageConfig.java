package io.azulejo.libtorch.config;

/**
 * The decoder: Qwen2 or Llama, which differ here only in their biases and rope.
 *
 * @param vocabularySize rows of the embedding and of the head
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width of the gated MLP
 * @param layers decoder layers
 * @param heads query heads
 * @param kvHeads key and value heads; query heads are a multiple
 * @param headDim width of a head
 * @param maxPositions positions the model was made for
 * @param normEps epsilon of the RMS norms
 * @param ropeTheta base of the rotary frequencies
 * @param ropeScaling how these are scaled
 * @param qkvBias whether query, key and value projections have a bias
 * @param outputBias whether the attention's output projection has one
 * @param mlpBias whether the MLP's projections have one
 * @param tiedHead whether the head is the embedding
 */
public record LanguageConfig(int vocabularySize, int hiddenSize, int intermediateSize, int layers, int heads,
        int kvHeads, int headDim, int maxPositions, double normEps, double ropeTheta, RopeScaling ropeScaling,
        boolean qkvBias, boolean outputBias, boolean mlpBias, boolean tiedHead) {

    public LanguageConfig {
        Checks.positive("vocab_size", vocabularySize);
        Checks.positive("hidden_size", hiddenSize);
        Checks.positive("intermediate_size", intermediateSize);
        Checks.positive("num_hidden_layers", layers);
        Checks.positive("num_attention_heads", heads);
        Checks.positive("num_key_value_heads", kvHeads);
        Checks.positive("head_dim", headDim);
        Checks.positive("max_position_embeddings", maxPositions);
        Checks.that(heads % kvHeads == 0, "num_attention_heads (" + heads + ") is no multiple of num_key_value_heads ("
                + kvHeads + ")");
        Checks.that(headDim % 2 == 0, "a head is " + headDim + " wide, but rotary embedding needs an even width");
        Checks.that(normEps > 0, "rms_norm_eps must be above 0");
        Checks.that(ropeTheta > 1, "rope_theta must be above 1");
    }
}
