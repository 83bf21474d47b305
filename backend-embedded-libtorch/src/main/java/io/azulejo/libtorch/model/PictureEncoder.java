package io.azulejo.libtorch.model;

import java.nio.FloatBuffer;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.config.ModelConfig;
import io.azulejo.libtorch.config.VisionConfig;
import io.azulejo.libtorch.config.WeightSchema;
import io.azulejo.libtorch.device.DevicePlan;
import io.azulejo.libtorch.projector.MultimodalProjector;
import io.azulejo.libtorch.projector.PixelShuffle;
import io.azulejo.libtorch.tensor.ActivationTransfer;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;
import io.azulejo.libtorch.vision.VisionTower;
import io.azulejo.libtorch.weights.LoadedWeights;

/** From the pixels of a tile to the decoder's embeddings: tower, pixel shuffle and projector, where the plan puts them. */
final class PictureEncoder implements AutoCloseable {

    private final VisionConfig config;
    private final DataType type;
    private final VisionTower tower;
    private final PixelShuffle shuffle;
    private final MultimodalProjector projector;
    private final ComputeDevice towerDevice;
    private final ComputeDevice projectorDevice;
    private final ComputeDevice embeddingDevice;
    private final ActivationTransfer transfer;

    PictureEncoder(LoadedWeights weights, ModelConfig model, VisionConfig config, DataType type, DevicePlan plan,
            ActivationTransfer transfer) {
        this.config = config;
        this.type = type;
        this.transfer = transfer;
        tower = VisionTower.of(weights, config);
        shuffle = PixelShuffle.of(config);
        projector = MultimodalProjector.of(weights);
        towerDevice = plan.deviceOf(WeightSchema.VISION);
        projectorDevice = plan.deviceOf(WeightSchema.PROJECTOR);
        embeddingDevice = plan.deviceOf(WeightSchema.embedding(model));
    }

    int layers() {
        return tower.layers();
    }

    /**
     * @param pixels float32, [tiles, 3, tileSize, tileSize]; those of the tile are copied
     * @return the tile before the first layer
     */
    TileEncoding begin(FloatBuffer pixels, int tile) {
        int values = config.channels() * config.tileSize() * config.tileSize();
        if (tile < 0 || pixels.limit() < (long) (tile + 1) * values) {
            throw new IllegalArgumentException(
                    "Tile " + tile + " is none of the " + pixels.limit() / values + " tiles of " + values + " values.");
        }
        try (TensorScope scope = TensorScope.open()) {
            Tensor input = towerDevice.receive(copy(pixels.slice(tile * values, values)).to(type.scalarType()));
            return new TileEncoding(this, scope.release(tower.embed(input)));
        }
    }

    private Tensor copy(FloatBuffer pixels) {
        long[] shape = {1, config.channels(), config.tileSize(), config.tileSize()};
        Tensor tensor = torch.empty(shape, Tensors.options(ScalarType.Float), null);
        FloatPointer data = tensor.data_ptr_float();
        data.capacity(pixels.limit()).asByteBuffer().asFloatBuffer().put(pixels);
        return tensor;
    }

    /** One layer of the tower: [1 + patches, vision hidden] to the same, the caller's. */
    Tensor layer(int index, Tensor hidden) {
        try (TensorScope scope = TensorScope.open()) {
            return scope.release(tower.layer(index, hidden));
        }
    }

    /** From the last layer's [1 + patches, vision hidden] to [1, tokensPerTile, hidden], the caller's. */
    Tensor project(Tensor hidden) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor patches = move(tower.patches(hidden), towerDevice, projectorDevice);
            Tensor features = projector.forward(shuffle.forward(patches));
            return scope.release(move(features, projectorDevice, embeddingDevice).unsqueeze(0));
        }
    }

    private Tensor move(Tensor x, ComputeDevice from, ComputeDevice to) {
        return from.equals(to) ? x : transfer.move(x, from, to);
    }

    @Override
    public void close() {
        tower.close();
    }
}
