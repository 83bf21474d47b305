package io.azulejo.libtorch.vision;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.config.VisionConfig;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * Patches, the class token before them, and learned positions.
 *
 * @param config sizes
 * @param patchWeight [hidden, channels, patch, patch]
 * @param patchBias [hidden]
 * @param classToken [1, hidden], its position added
 * @param positions [patches, hidden], for the tile's grid; made here, closed here
 */
record VisionEmbeddings(VisionConfig config, Tensor patchWeight, Tensor patchBias, Tensor classToken,
        Tensor positions) implements AutoCloseable {

    static VisionEmbeddings of(LoadedWeights weights, VisionConfig config) {
        String name = "vision_model.embeddings.";
        Tensor all = weights.require(name + "position_embedding");
        try (TensorScope scope = TensorScope.open()) {
            Tensor classToken = weights.require(name + "class_embedding").view(1, config.hiddenSize())
                    .add(all.select(1, 0));
            Tensor grid = all.squeeze(0).narrow(0, 1, all.size(1) - 1);
            return new VisionEmbeddings(config, weights.require(name + "patch_embedding.weight"),
                    weights.require(name + "patch_embedding.bias"), scope.release(classToken),
                    scope.release(forGrid(grid, config).clone()));
        }
    }

    // Positions were trained for one tile size; for another the grid is resampled.
    private static Tensor forGrid(Tensor grid, VisionConfig config) {
        long trained = config.trainedGridSize();
        long wanted = config.gridSize();
        if (trained == wanted) {
            return grid;
        }
        Tensor picture = grid.to(ScalarType.Float).view(1, trained, trained, config.hiddenSize()).permute(0, 3, 1, 2);
        return torch.upsample_bicubic2d(picture, new long[]{wanted, wanted}, false, new DoubleOptional(),
                new DoubleOptional()).permute(0, 2, 3, 1).reshape(wanted * wanted, config.hiddenSize())
                .to(grid.scalar_type());
    }

    /** [1, channels, tileSize, tileSize] to [1 + patches, hidden], the class token first. */
    Tensor forward(Tensor pixels) {
        long[] stride = {config.patchSize(), config.patchSize()};
        Tensor patches = torch.conv2d(pixels, patchWeight, new TensorOptional(patchBias), stride, new long[]{0, 0},
                new long[]{1, 1}, 1); // [1, hidden, grid, grid]
        Tensor rows = patches.flatten(2, 3).squeeze(0).transpose(0, 1);
        return torch.cat(new TensorVector(classToken, rows.add(positions)), 0);
    }

    @Override
    public void close() {
        classToken.close();
        positions.close();
    }
}
