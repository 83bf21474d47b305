package io.azulejo.libtorch.model;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.config.ModelConfig;
import io.azulejo.libtorch.config.VisionConfig;
import io.azulejo.libtorch.device.DeviceMemory;
import io.azulejo.libtorch.device.DevicePlan;
import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.language.AttentionProbe;
import io.azulejo.libtorch.language.LanguageModel;
import io.azulejo.libtorch.language.Step;
import io.azulejo.libtorch.nativelib.FreedMemory;
import io.azulejo.libtorch.tensor.ActivationTransfer;
import io.azulejo.libtorch.tensor.CacheFormat;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.Precision;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;
import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * A loaded checkpoint: its weights and its forward passes. One thread at a time. Every tensor it hands out belongs to
 * the caller, who closes it.
 */
public final class VisionLanguageModel implements AutoCloseable {

    private final ModelConfig config;
    private final Precision precision;
    private final DataType type;
    private final DevicePlan plan;
    private final LoadedWeights weights;
    private final LanguageModel language;
    private final @Nullable PictureEncoder pictures;
    private final int decoderGpus;

    VisionLanguageModel(ModelConfig config, Precision precision, DevicePlan plan, LoadedWeights weights,
            ActivationTransfer transfer) {
        this.config = config;
        this.precision = precision;
        type = precision.type();
        this.plan = plan;
        this.weights = weights;
        language = LanguageModel.of(weights, config, type, plan, transfer);
        decoderGpus = (int) language.layerDevices().stream().filter(device -> !device.isCpu()).distinct().count();
        VisionConfig vision = config.vision();
        pictures = vision == null ? null : new PictureEncoder(weights, config, vision, type, plan, transfer);
    }

    /**
     * Loads a checkpoint directory in the Hugging Face layout.
     *
     * @throws io.azulejo.libtorch.weights.LoadException where it cannot be loaded, naming file and tensor
     */
    public static VisionLanguageModel load(Path checkpoint, LoadSettings settings) {
        try (FreedMemory.Loading _ = FreedMemory.whileLoading()) {
            return new ModelLoader(checkpoint, settings, DeviceMemory.ofThisMachine(), ActivationTransfer.COPY).load();
        }
    }

    public ModelConfig config() {
        return config;
    }

    /** The type computed in. */
    public DataType type() {
        return type;
    }

    /** The type computed in, and how the matrices are kept. */
    public Precision precision() {
        return precision;
    }

    /** What is where. */
    public DevicePlan devicePlan() {
        return plan;
    }

    /** An empty cache with each layer's tensors on that layer's device. The caller closes it. */
    public KvCache newKvCache(int blocks, int blockSize, CacheFormat format) {
        return KvCache.allocate(blocks, blockSize, language.layerDevices(), config.kvHeads(), config.headDim(), type,
                format);
    }

    /** Bytes of cache that one position of one sequence takes, over all layers. */
    public long kvBytesPerToken(CacheFormat format) {
        return 2L * config.layers() * config.kvHeads() * format.bytes(config.headDim(), type);
    }

    /**
     * Begins to encode a tile; no layer of the tower is computed yet.
     *
     * @param pixels float32, [tiles, 3, tileSize, tileSize], row-major, normalised; read from index 0 on, and not after
     *        this returns
     * @param tile which of the tiles
     * @throws IllegalStateException where the model has no vision tower
     */
    public TileEncoding encode(FloatBuffer pixels, int tile) {
        PictureEncoder encoder = pictures;
        if (encoder == null) {
            throw new IllegalStateException("The model has no vision tower.");
        }
        return encoder.begin(pixels, tile);
    }

    /**
     * Encodes tiles, one by one.
     *
     * @param pixels as for {@link #encode}
     * @param firstTile the first tile to encode
     * @param tileCount how many
     * @return features [tileCount, tokensPerTile, hidden] in the type computed in, on the embedding's device
     * @throws IllegalStateException where the model has no vision tower
     */
    public Tensor encodeTiles(FloatBuffer pixels, int firstTile, int tileCount) {
        try (TensorScope scope = TensorScope.open()) {
            TensorVector tiles = new TensorVector();
            for (int tile = firstTile; tile < firstTile + tileCount; tile++) {
                try (TileEncoding encoding = encode(pixels, tile)) {
                    encoding.advance(encoding.layersLeft());
                    // A vector holds its tensors by references of its own.
                    try (Tensor features = encoding.features()) {
                        tiles.push_back(features);
                    }
                }
            }
            return scope.release(torch.cat(tiles, 0));
        }
    }

    /**
     * Computes one step for several sequences and adds their keys and values to the cache.
     *
     * @return logits, float32 on the CPU, [rows asked for, vocabularySize], in the order asked for
     */
    public Tensor forward(StepBatch batch, KvCache cache) {
        return forward(batch, cache, null);
    }

    /** The same with a look at the attention; a probe that is null costs nothing. */
    public Tensor forward(StepBatch batch, KvCache cache, @Nullable AttentionProbe probe) {
        return forward(probe == null ? MicroBatches.of(batch, decoderGpus) : List.of(batch), batch.logitRows(), cache,
                probe);
    }

    /** @param rows of all parts together, in the order in which their logits are wanted */
    Tensor forward(List<StepBatch> parts, int[] rows, KvCache cache, @Nullable AttentionProbe probe) {
        try (TensorScope scope = TensorScope.open()) {
            // Logits are asked for last: the host waits for them, and no part may wait for another's.
            List<Tensor> hidden = language.forward(parts.stream().map(part -> rows(part, cache)).toList(), cache,
                    probe);
            if (parts.size() == 1) {
                return scope.release(language.logits(hidden.getFirst(), rows));
            }
            TensorVector logits = new TensorVector();
            for (int i = 0; i < parts.size(); i++) {
                logits.push_back(language.logits(hidden.get(i), parts.get(i).logitRows()));
            }
            return scope.release(torch.cat(logits, 0).index_select(0, Tensors.indexes(places(rows))));
        }
    }

    private LanguageModel.Rows rows(StepBatch batch, KvCache cache) {
        Tensor embeddings = language.embed(batch.ids());
        for (FeatureSpan span : batch.features()) {
            Tensor rows = span.features().flatten(0, -2).narrow(0, span.rowStart(), span.length());
            embeddings.narrow(0, span.tokenStart(), span.length()).copy_(rows);
        }
        return new LanguageModel.Rows(embeddings, new Step(batch.positions(), batch.queryStarts(), batch.blockTables(),
                batch.contextLengths(), cache.blockSize()));
    }

    /** Where each of some rows is among all of them in their order. */
    private static int[] places(int[] rows) {
        int[] sorted = rows.clone();
        Arrays.sort(sorted);
        return Arrays.stream(rows).map(row -> Arrays.binarySearch(sorted, row)).toArray();
    }

    /** Frees the weights. Caches and tensors handed out stay the caller's. */
    @Override
    public void close() {
        if (pictures != null) {
            pictures.close();
        }
        weights.close();
    }
}
