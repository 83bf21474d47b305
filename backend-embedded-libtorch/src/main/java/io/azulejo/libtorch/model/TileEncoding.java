package io.azulejo.libtorch.model;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One tile on its way through the vision tower. It may rest between two layers, so that others are served meanwhile.
 * One thread at a time; close it, whether it came to its end or not.
 */
public final class TileEncoding implements AutoCloseable {

    private final PictureEncoder encoder;
    private int layer;
    /** The patches after so many layers; null once the features are there, or nothing is any more. */
    private @Nullable Tensor hidden;
    private @Nullable Tensor features;

    TileEncoding(PictureEncoder encoder, Tensor embedded) {
        this.encoder = encoder;
        this.hidden = embedded;
    }

    /** Layers that are still to be computed. */
    public int layersLeft() {
        return encoder.layers() - layer;
    }

    /** Computes the next layers, or as many as are left; the projector comes with the last. */
    public void advance(int layers) {
        for (int i = 0; i < layers && layersLeft() > 0; i++) {
            replace(encoder.layer(layer, current()));
            layer++;
        }
        if (layersLeft() == 0 && features == null) {
            features = encoder.project(current());
            replace(null);
        }
    }

    /**
     * Hands the features over; the caller closes them.
     *
     * @return [1, tokensPerTile, hidden] in the type computed in, on the embedding's device
     * @throws IllegalStateException where layers are left, or the features were handed over
     */
    public Tensor features() {
        Tensor handed = features;
        if (handed == null) {
            throw new IllegalStateException("The tile has no features: " + layersLeft() + " layers are left.");
        }
        features = null;
        return handed;
    }

    private Tensor current() {
        Tensor tensor = hidden;
        if (tensor == null) {
            throw new IllegalStateException("The tile is encoded, or was given up.");
        }
        return tensor;
    }

    private void replace(@Nullable Tensor next) {
        Tensor before = hidden;
        hidden = next;
        if (before != null) {
            before.close();
        }
    }

    @Override
    public void close() {
        replace(null);
        if (features != null) {
            features.close();
            features = null;
        }
    }
}
