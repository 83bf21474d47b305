package io.azulejo.libtorch.engine;

import java.nio.FloatBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What the engine asks of a model. All calls come from the engine's thread. */
public interface ModelRunner extends AutoCloseable {

    /**
     * Begins to run the vision tower over one tile; no layer of it is computed yet.
     *
     * @param pixels float32, [tiles, 3, tileSize, tileSize], normalised
     * @param tile which of the tiles
     */
    Encoding encode(FloatBuffer pixels, int tile);

    /** Computes one step: a piece of each of several sequences. */
    Logits forward(List<Piece> pieces);

    /** Frees the model. */
    @Override
    void close();

    /** One tile in the vision tower. It may rest between two layers. Closing it gives it up. */
    interface Encoding extends AutoCloseable {

        /** Layers that are still to be computed. */
        int layersLeft();

        /** Computes the next layers, or as many as are left. */
        void advance(int layers);

        /** The features, once no layer is left. */
        TileFeatures features();

        @Override
        void close();
    }

    /** The features of one tile. */
    interface TileFeatures extends AutoCloseable {

        /** The memory that they take. */
        long bytes();

        @Override
        void close();
    }

    /** The rows of logits of one step, one for each piece that {@link Piece#last} says reaches its sequence's end. */
    interface Logits extends AutoCloseable {

        /** Hands all rows out, in no order and several at a time where there are threads for it; back when all are done. */
        void forEach(RowReader reader);

        @Override
        void close();
    }

    /** Reads rows of logits. */
    @FunctionalInterface
    interface RowReader {

        /**
         * @param row its number, counted over the pieces that have one
         * @param logits of the vocabulary's length; the reader's to change until it returns
         */
        void read(int row, float[] logits);
    }

    /**
     * Tokens that one sequence computes in a step.
     *
     * @param ids the tokens
     * @param start the position of the first; those before are in the cache
     * @param blocks the sequence's blocks, enough for all positions up to the last of these
     * @param last whether these reach the sequence's end, so that the last one's logits are wanted
     * @param features picture features that replace embeddings of these tokens
     * @param trace keeps the attention of those that it wants; null where nobody looks
     */
    @SuppressWarnings("ArrayRecordComponent") // bulk data on a hot path, never compared
    record Piece(int[] ids, int start, int[] blocks, boolean last, List<Span> features,
            @Nullable AttentionTrace trace) {}

    /**
     * A run of picture features within a piece.
     *
     * @param features of one tile
     * @param row the first row of the features
     * @param token the first token that it replaces, counted from the piece's first
     * @param length rows and tokens
     */
    record Span(TileFeatures features, int row, int token, int length) {}
}
