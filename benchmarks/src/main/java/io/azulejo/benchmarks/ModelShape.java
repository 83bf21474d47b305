package io.azulejo.benchmarks;

import java.util.Locale;

/** The sizes of a model, as {@code peers/make_models.py} makes them, and the least work that they need. */
enum ModelShape {

    /** InternVL2-1B's shape: InternViT-300M and a decoder like Qwen2-0.5B. */
    W1(896, 24, 14, 2, 4864, 151_674, true),
    /** Qwen2-1.5B's shape. */
    W2(1536, 28, 12, 2, 8960, 151_936, false);

    private static final long VISION_HIDDEN = 1024;
    private static final long VISION_LAYERS = 24;
    private static final long VISION_MLP = 4096;
    private static final long VISION_TOKENS = 1025;
    private static final long TILE_TOKENS = 256;

    private final long hidden;
    private final long layers;
    private final long heads;
    private final long kvHeads;
    private final long intermediate;
    private final long vocabulary;
    private final boolean pictures;

    ModelShape(long hidden, long layers, long heads, long kvHeads, long intermediate, long vocabulary,
            boolean pictures) {
        this.hidden = hidden;
        this.layers = layers;
        this.heads = heads;
        this.kvHeads = kvHeads;
        this.intermediate = intermediate;
        this.vocabulary = vocabulary;
        this.pictures = pictures;
    }

    boolean pictures() {
        return pictures;
    }

    /** Bytes that one step of decoding must read: all weights once, and the cache of each sequence. */
    double bytesPerStep(Precision precision, int sequences, int context) {
        double weights = (layerWeights() * layers + hidden * vocabulary) * precision.bytesPerWeight();
        double cache = 2.0 * layers * kvWidth() * 2 * context * sequences;
        return weights + cache;
    }

    /** Floating-point operations of computing a prompt; the head for its last token only. */
    double prefillOperations(int tokens) {
        double products = 2.0 * layerWeights() * layers * tokens + 2.0 * hidden * vocabulary;
        double attention = 4.0 * hidden * layers * tokens * tokens / 2;
        return products + attention;
    }

    /** Floating-point operations of encoding tiles, projector included. */
    double visionOperations(int tiles) {
        double layer = 2.0 * VISION_TOKENS * (4 * VISION_HIDDEN * VISION_HIDDEN + 2 * VISION_HIDDEN * VISION_MLP)
                + 4.0 * VISION_TOKENS * VISION_TOKENS * VISION_HIDDEN;
        double projector = 2.0 * TILE_TOKENS * (4 * VISION_HIDDEN * hidden + hidden * hidden);
        return tiles * (layer * VISION_LAYERS + projector);
    }

    private long kvWidth() {
        return hidden / heads * kvHeads;
    }

    private long layerWeights() {
        return 2 * hidden * hidden + 2 * hidden * kvWidth() + 3 * hidden * intermediate;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
