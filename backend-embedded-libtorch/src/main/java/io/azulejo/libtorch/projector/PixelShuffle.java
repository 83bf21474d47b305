package io.azulejo.libtorch.projector;

import org.bytedeco.pytorch.Tensor;

import io.azulejo.libtorch.config.VisionConfig;

/**
 * Makes one position of a square of patches: fewer and wider, nothing lost.
 *
 * @param gridSize patches along a side
 * @param factor side of the square that becomes one position
 * @param transposed whether positions run column by column ({@code ps_version} v1) instead of row by row
 */
public record PixelShuffle(int gridSize, int factor, boolean transposed) {

    public static PixelShuffle of(VisionConfig config) {
        return new PixelShuffle(config.gridSize(), config.shuffleFactor(), config.transposedShuffle());
    }

    /**
     * [patches, hidden] to [patches / factor², factor² * hidden]; the channels are ordered by row in the square, column
     * in the square, channel.
     */
    public Tensor forward(Tensor patches) {
        long side = gridSize / factor;
        long hidden = patches.size(1);
        Tensor squares = patches.reshape(side, factor, side, factor, hidden); // block row, row, block column, column
        Tensor ordered = transposed ? squares.permute(2, 0, 1, 3, 4) : squares.permute(0, 2, 1, 3, 4);
        return ordered.reshape(side * side, hidden * factor * factor);
    }
}
