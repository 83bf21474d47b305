package io.azulejo.api.backend;

import java.nio.FloatBuffer;

/** Vision tower and projector of a checkpoint in this JVM, for a decoder that runs elsewhere. Thread-safe. */
public interface VisionEncoder extends AutoCloseable {

    /**
     * Encodes the tiles of a picture. Blocks.
     *
     * @param pixels float32 {@code [tiles, 3, tileSize, tileSize]}, row-major, normalised; read from index 0 on
     * @param tiles how many
     * @return float32 {@code [tiles * tokensPerTile, hiddenSize]}, row-major
     */
    float[] encode(FloatBuffer pixels, int tiles);

    /** Width of the decoder's embeddings. */
    int hiddenSize();

    /** Frees the weights; answers in progress that need them fail. A second call does nothing. */
    @Override
    void close();
}
