package io.azulejo.libtorch.config;

/**
 * The vision tower (InternViT) and what becomes of its patches.
 *
 * @param tileSize side of a tile in pixels, as pictures are cut
 * @param trainedTileSize side the position grid was made for
 * @param patchSize side of a patch in pixels
 * @param channels colour channels
 * @param hiddenSize width of the residual stream; q/k norms take their mean square over this width
 * @param intermediateSize width of the MLP
 * @param layers layers of the tower
 * @param heads true heads; hiddenSize / heads wide each
 * @param totalHeads heads with the dummy ones, as wide as the checkpoint's qkv says
 * @param norm kind of norm around attention and MLP
 * @param normEps epsilon of all norms in the tower
 * @param qkvBias whether qkv has a bias
 * @param qkNorm whether queries and keys are normalised
 * @param selectLayer hidden state that is the output: 0 is the embeddings, {@code layers} the last layer
 * @param shuffleFactor side of the square of patches that becomes one position
 * @param transposedShuffle whether the shuffled grid stays transposed ({@code ps_version} v1)
 */
public record VisionConfig(int tileSize, int trainedTileSize, int patchSize, int channels, int hiddenSize,
        int intermediateSize, int layers, int heads, int totalHeads, Norm norm, double normEps, boolean qkvBias,
        boolean qkNorm, int selectLayer, int shuffleFactor, boolean transposedShuffle) {

    /** Kinds of norm. */
    public enum Norm {
        RMS_NORM, LAYER_NORM
    }

    public VisionConfig {
        Checks.positive("force_image_size", tileSize);
        Checks.positive("image_size", trainedTileSize);
        Checks.positive("patch_size", patchSize);
        Checks.that(channels == 3, "num_channels is " + channels + ", but pictures have 3");
        Checks.positive("hidden_size", hiddenSize);
        Checks.positive("intermediate_size", intermediateSize);
        Checks.positive("num_hidden_layers", layers);
        Checks.positive("num_attention_heads", heads);
        Checks.that(hiddenSize % heads == 0, "hidden_size (" + hiddenSize + ") is no multiple of num_attention_heads ("
                + heads + ")");
        Checks.that(totalHeads >= heads, "attn.qkv holds " + totalHeads + " heads, fewer than num_attention_heads ("
                + heads + ")");
        Checks.that(normEps > 0, "layer_norm_eps must be above 0");
        Checks.that(selectLayer >= 0 && selectLayer <= layers, "select_layer names hidden state " + selectLayer
                + " of " + layers + " layers");
        Checks.positive("1 / downsample_ratio", shuffleFactor);
        Checks.that(tileSize % patchSize == 0 && trainedTileSize % patchSize == 0, "a tile of " + tileSize
                + " (trained: " + trainedTileSize + ") pixels is no multiple of the patch of " + patchSize);
        Checks.that(tileSize / patchSize % shuffleFactor == 0, "a tile is " + tileSize / patchSize
                + " patches wide, which " + shuffleFactor + " does not divide");
    }

    /** Width of a head. */
    public int headDim() {
        return hiddenSize / heads;
    }

    /** Width of the attention with its dummy heads. */
    public int attentionWidth() {
        return totalHeads * headDim();
    }

    /** Patches along a side of a tile. */
    public int gridSize() {
        return tileSize / patchSize;
    }

    /** Patches along a side of the tile the position grid was made for. */
    public int trainedGridSize() {
        return trainedTileSize / patchSize;
    }

    /** Positions in the decoder that a tile takes. */
    public int tokensPerTile() {
        int side = gridSize() / shuffleFactor;
        return side * side;
    }

    /** Width of a position after the pixel shuffle. */
    public int shuffledWidth() {
        return hiddenSize * shuffleFactor * shuffleFactor;
    }
}
