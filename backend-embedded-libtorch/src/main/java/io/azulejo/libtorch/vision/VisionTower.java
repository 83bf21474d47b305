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

    /**
     * Encodes one tile.
     *
     * @param pixels [1, 3, tileSize, tileSize] in the type computed in, on the tower's device
     * @return [patches, hidden], row by row of the grid, without the class token; belongs to the scope this is called
     *         in
     */
    public Tensor forward(Tensor pixels) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = embeddings.forward(pixels);
            for (VisionEncoderLayer layer : layers) {
                try (TensorScope step = TensorScope.open()) {
                    Tensor next = step.passOn(layer.forward(x));
                    x.close();
                    x = next;
                }
            }
            return scope.passOn(x.narrow(0, 1, x.size(0) - 1));
        }
    }

    @Override
    public void close() {
        embeddings.close();
    }
}
