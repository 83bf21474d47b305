package io.azulejo.libtorch.vision;

import java.util.List;
import java.util.stream.IntStream;

import org.bytedeco.pytorch.Tensor;

import io.azulejo.libtorch.config.VisionConfig;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.weights.LoadedWeights;

/** InternViT, up to the layer whose hidden states are wanted. */
public final class VisionTower implements AutoCloseable {

    private final VisionEmbeddings embeddings;
    private final List<VisionEncoderLayer> layers;

    private VisionTower(VisionEmbeddings embeddings, List<VisionEncoderLayer> layers) {
        this.embeddings = embeddings;
        this.layers = layers;
    }

    public static VisionTower of(LoadedWeights weights, VisionConfig config) {
        return new VisionTower(VisionEmbeddings.of(weights, config), IntStream.range(0, config.selectLayer())
                .mapToObj(index -> VisionEncoderLayer.of(weights, config, index)).toList());
    }

    /** How many layers a tile goes through. */
    public int layers() {
        return layers.size();
    }

    /**
     * The first step of a tile, before the layers.
     *
     * @param pixels [1, 3, tileSize, tileSize] in the type computed in, on the tower's device
     * @return [1 + patches, hidden], the class token first; belongs to the scope this is called in
     */
    public Tensor embed(Tensor pixels) {
        try (TensorScope scope = TensorScope.open()) {
            return scope.passOn(embeddings.forward(pixels));
        }
    }

    /** One layer: [1 + patches, hidden] to the same; belongs to the scope this is called in. */
    public Tensor layer(int index, Tensor x) {
        try (TensorScope scope = TensorScope.open()) {
            return scope.passOn(layers.get(index).forward(x));
        }
    }

    /** What the last layer gave without the class token: [patches, hidden], row by row of the grid. */
    public Tensor patches(Tensor x) {
        return x.narrow(0, 1, x.size(0) - 1);
    }

    @Override
    public void close() {
        embeddings.close();
    }
}
