package io.azulejo.libtorch.language;

import org.bytedeco.pytorch.Tensor;

import io.azulejo.libtorch.kvcache.KvCache;

/** Sees what the decoder's layers attend with. A step without one computes nothing for it. */
public interface AttentionProbe {

    /** Whether a layer is wanted, counted from 0. */
    boolean wants(int layer);

    /**
     * Called after a wanted layer has run, within its scope.
     *
     * @param queries [rows of the step, heads, headDim], rotary position applied
     * @param cache the layer's keys and values, those of the step's rows included
     */
    void see(int layer, Tensor queries, KvCache.Layer cache);
}
