package io.azulejo.libtorch.model;

import java.nio.FloatBuffer;
import java.nio.file.Path;

import org.bytedeco.pytorch.Tensor;

import io.azulejo.libtorch.config.ModelConfig;
import io.azulejo.libtorch.device.DevicePlan;
import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.tensor.DataType;

/**
 * A loaded checkpoint: its weights and its forward passes. One thread at a time. Every tensor it hands out belongs to
 * the caller, who closes it, within a {@link io.azulejo.libtorch.tensor.TensorScope} or by itself.
 */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"}) // the signatures come before the code
public final class VisionLanguageModel implements AutoCloseable {

    private VisionLanguageModel() {}

    /**
     * Loads a checkpoint directory in the Hugging Face layout.
     *
     * @throws io.azulejo.libtorch.weights.LoadException where it cannot be loaded, naming file and tensor
     */
    public static VisionLanguageModel load(Path checkpoint, LoadSettings settings) {
        throw new UnsupportedOperationException(checkpoint + " " + settings);
    }

    public ModelConfig config() {
        throw new UnsupportedOperationException();
    }

    /** The type computed in. */
    public DataType type() {
        throw new UnsupportedOperationException();
    }

    /** What is where. */
    public DevicePlan devicePlan() {
        throw new UnsupportedOperationException();
    }

    /** An empty cache with each layer's tensors on that layer's device. The caller closes it. */
    public KvCache newKvCache(int blocks, int blockSize) {
        throw new UnsupportedOperationException(blocks + " " + blockSize);
    }

    /** Bytes of cache that one position of one sequence takes, over all layers. */
    public long kvBytesPerToken() {
        throw new UnsupportedOperationException();
    }

    /**
     * Encodes tiles, one by one.
     *
     * @param pixels float32, [tiles, 3, tileSize, tileSize], row-major, normalised; read from index 0 on
     * @param firstTile the first tile to encode
     * @param tileCount how many
     * @return features [tileCount, tokensPerTile, hidden] in the type computed in, on the embedding's device
     * @throws IllegalStateException where the model has no vision tower
     */
    public Tensor encodeTiles(FloatBuffer pixels, int firstTile, int tileCount) {
        throw new UnsupportedOperationException(pixels + " " + firstTile + tileCount);
    }

    /**
     * Computes one step for several sequences and adds their keys and values to the cache.
     *
     * @return logits, float32 on the CPU, [rows asked for, vocabularySize], in the order asked for
     */
    public Tensor forward(StepBatch batch, KvCache cache) {
        throw new UnsupportedOperationException(batch + " " + cache);
    }

    /** Frees the weights. Caches and tensors handed out stay the caller's. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
