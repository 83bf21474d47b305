package io.azulejo.libtorch.language;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.config.LanguageConfig;
import io.azulejo.libtorch.kernel.Kernels;
import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.layer.RotaryEmbedding.Angles;
import io.azulejo.libtorch.tensor.ComputeDevice;

/** What every layer on one device does between its projections: turn, store, attend. */
sealed interface StepOnDevice permits TensorStep, KernelStep {

    /**
     * @param type that the layers compute in
     * @param cache of one of the device's layers
     */
    static StepOnDevice of(Step step, ComputeDevice device, Angles angles, ScalarType type, KvCache.Layer cache) {
        return Kernels.serve(device, type, cache.keys())
                ? KernelStep.of(step, device, angles)
                : TensorStep.of(step, device, angles, type);
    }

    /**
     * Turns queries and keys by their positions, adds keys and values to the cache, and lets every sequence attend to
     * its own context.
     *
     * @param qkv [rows, (heads + 2 * kvHeads) * headDim]: queries of all heads, keys, values; scratch afterwards
     * @return [rows, heads * headDim]
     */
    Tensor attend(Tensor qkv, LanguageConfig config, KvCache.Layer cache);

    /** Turns [rows, heads, headDim] by their positions, as {@link #attend} does. */
    Tensor turn(Tensor x);
}
