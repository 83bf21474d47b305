package io.azulejo.libtorch.model;

import java.nio.FloatBuffer;
import java.nio.file.Path;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.config.ModelConfig;
import io.azulejo.libtorch.device.DeviceMemory;
import io.azulejo.libtorch.nativelib.FreedMemory;
import io.azulejo.libtorch.tensor.ActivationTransfer;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.weights.LoadedWeights;

/** Vision tower and projector of a checkpoint, without its decoder. One thread at a time. */
public final class VisionModel implements AutoCloseable {

    private final LoadedWeights weights;
    private final ModelConfig config;
    private final PictureEncoder encoder;

    VisionModel(LoadedWeights weights, ModelConfig config, PictureEncoder encoder) {
        this.weights = weights;
        this.config = config;
        this.encoder = encoder;
    }

    /**
     * Loads the parts of a checkpoint directory that see.
     *
     * @throws io.azulejo.libtorch.weights.LoadException where they cannot be loaded, naming file and tensor
     */
    public static VisionModel load(Path checkpoint, LoadSettings settings) {
        try (FreedMemory.Loading _ = FreedMemory.whileLoading()) {
            return new ModelLoader(checkpoint, settings, DeviceMemory.ofThisMachine(), ActivationTransfer.COPY)
                    .loadVision();
        }
    }

    /** Width of the decoder's embeddings. */
    public int hiddenSize() {
        return config.language().hiddenSize();
    }

    /**
     * Encodes tiles, one by one.
     *
     * @param pixels float32, [tiles, 3, tileSize, tileSize], row-major, normalised; read from index 0 on
     * @return float32, [tiles, tokensPerTile, hidden], row-major
     */
    public float[] encode(FloatBuffer pixels, int tiles) {
        float[] all = new float[0];
        for (int tile = 0; tile < tiles; tile++) {
            try (TensorScope _ = TensorScope.open(); TileEncoding encoding = encoder.begin(pixels, tile)) {
                encoding.advance(encoding.layersLeft());
                try (Tensor features = encoding.features()) {
                    Tensor plain = features.to(ScalarType.Float).cpu().contiguous();
                    int values = Math.toIntExact(plain.numel());
                    if (tile == 0) {
                        all = new float[values * tiles];
                    }
                    plain.data_ptr_float().capacity(values).asByteBuffer().asFloatBuffer().get(all, tile * values,
                            values);
                }
            }
        }
        return all;
    }

    @Override
    public void close() {
        encoder.close();
        weights.close();
    }
}
