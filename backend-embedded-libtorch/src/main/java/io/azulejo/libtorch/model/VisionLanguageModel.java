package io.azulejo.libtorch.model;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.config.ModelConfig;
import io.azulejo.libtorch.config.VisionConfig;
import io.azulejo.libtorch.config.WeightSchema;
import io.azulejo.libtorch.device.DeviceMemory;
import io.azulejo.libtorch.device.DevicePlan;
import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.language.LanguageModel;
import io.azulejo.libtorch.language.Step;
import io.azulejo.libtorch.projector.MultimodalProjector;
import io.azulejo.libtorch.projector.PixelShuffle;
import io.azulejo.libtorch.tensor.ActivationTransfer;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;
import io.azulejo.libtorch.vision.VisionTower;
import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * A loaded checkpoint: its weights and its forward passes. One thread at a time. Every tensor it hands out belongs to
 * the caller, who closes it.
 */
public final class VisionLanguageModel implements AutoCloseable {

    private final ModelConfig config;
    private final DataType type;
    private final DevicePlan plan;
    private final LoadedWeights weights;
    private final ActivationTransfer transfer;
    private final LanguageModel language;
    private final @Nullable Pictures pictures;

    VisionLanguageModel(ModelConfig config, DataType type, DevicePlan plan, LoadedWeights weights,
            ActivationTransfer transfer) {
        this.config = config;
        this.type = type;
        this.plan = plan;
        this.weights = weights;
        this.transfer = transfer;
        language = LanguageModel.of(weights, config, plan, type, transfer);
        VisionConfig vision = config.vision();
        pictures = vision == null
                ? null
                : new Pictures(vision, VisionTower.of(weights, vision), PixelShuffle.of(vision),
                        MultimodalProjector.of(weights));
    }

    /**
     * Loads a checkpoint directory in the Hugging Face layout.
     *
     * @throws io.azulejo.libtorch.weights.LoadException where it cannot be loaded, naming file and tensor
     */
    public static VisionLanguageModel load(Path checkpoint, LoadSettings settings) {
        return new ModelLoader(checkpoint, settings, DeviceMemory.ofThisMachine(), ActivationTransfer.COPY).load();
    }

    public ModelConfig config() {
        return config;
    }

    /** The type computed in. */
    public DataType type() {
        return type;
    }

    /** What is where. */
    public DevicePlan devicePlan() {
        return plan;
    }

    /** An empty cache with each layer's tensors on that layer's device. The caller closes it. */
    public KvCache newKvCache(int blocks, int blockSize) {
        return KvCache.allocate(blocks, blockSize, language.layerDevices(), config.kvHeads(), config.headDim(), type);
    }

    /** Bytes of cache that one position of one sequence takes, over all layers. */
    public long kvBytesPerToken() {
        return 2L * config.layers() * config.kvHeads() * config.headDim() * type.bytes();
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
        Pictures eyes = pictures;
        if (eyes == null) {
            throw new IllegalStateException("The model has no vision tower.");
        }
        int tileValues = eyes.config().channels() * eyes.config().tileSize() * eyes.config().tileSize();
        if (firstTile < 0 || tileCount < 1 || pixels.limit() < (long) (firstTile + tileCount) * tileValues) {
            throw new IllegalArgumentException("Tiles " + firstTile + " to " + (firstTile + tileCount)
                    + " are not all among " + pixels.limit() / tileValues + " tiles of " + tileValues + " values.");
        }
        ComputeDevice tower = plan.deviceOf(WeightSchema.VISION);
        ComputeDevice projector = plan.deviceOf(WeightSchema.PROJECTOR);
        ComputeDevice embedding = plan.deviceOf(WeightSchema.embedding(config));
        List<Tensor> tiles = new ArrayList<>(tileCount);
        try (TensorScope outer = TensorScope.open()) {
            for (int tile = firstTile; tile < firstTile + tileCount; tile++) {
                try (TensorScope scope = TensorScope.open()) {
                    Tensor input = tower.receive(tile(pixels, tile * tileValues, eyes.config()).to(type.scalarType()));
                    Tensor patches = move(eyes.tower().forward(input), tower, projector);
                    Tensor features = eyes.projector().forward(eyes.shuffle().forward(patches));
                    tiles.add(scope.release(move(features, projector, embedding)));
                }
            }
            return outer.release(torch.stack(new TensorVector(tiles.toArray(Tensor[]::new)), 0));
        } finally {
            tiles.forEach(Tensor::close);
        }
    }

    private Tensor move(Tensor x, ComputeDevice from, ComputeDevice to) {
        return from.equals(to) ? x : transfer.move(x, from, to);
    }

    private static Tensor tile(FloatBuffer pixels, int start, VisionConfig config) {
        long[] shape = {1, config.channels(), config.tileSize(), config.tileSize()};
        Tensor tensor = torch.empty(shape, Tensors.options(ScalarType.Float), null);
        FloatPointer data = tensor.data_ptr_float();
        int values = Math.toIntExact(tensor.numel());
        data.capacity(values).asByteBuffer().asFloatBuffer().put(pixels.slice(start, values));
        return tensor;
    }

    /**
     * Computes one step for several sequences and adds their keys and values to the cache.
     *
     * @return logits, float32 on the CPU, [rows asked for, vocabularySize], in the order asked for
     */
    public Tensor forward(StepBatch batch, KvCache cache) {
        Step step = new Step(batch.positions(), batch.queryStarts(), batch.blockTables(), batch.contextLengths(),
                cache.blockSize());
        try (TensorScope scope = TensorScope.open()) {
            Tensor embeddings = language.embed(batch.ids());
            for (FeatureSpan span : batch.features()) {
                Tensor rows = span.features().flatten(0, -2).narrow(0, span.rowStart(), span.length());
                embeddings.narrow(0, span.tokenStart(), span.length()).copy_(rows);
            }
            Tensor hidden = language.forward(embeddings, step, cache);
            return scope.release(language.logits(hidden, batch.logitRows()));
        }
    }

    /** Frees the weights. Caches and tensors handed out stay the caller's. */
    @Override
    public void close() {
        if (pictures != null) {
            pictures.tower().close();
        }
        weights.close();
    }

    private record Pictures(VisionConfig config, VisionTower tower, PixelShuffle shuffle,
            MultimodalProjector projector) {}
}
