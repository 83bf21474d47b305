package io.azulejo.libtorch.model;

import org.bytedeco.pytorch.Tensor;

/**
 * Rows of picture features that replace embeddings in a step.
 *
 * @param features what {@link VisionLanguageModel#encodeTiles} gave, seen as [tiles * tokensPerTile, hidden]; stays
 *        the caller's
 * @param rowStart first row of the features
 * @param tokenStart index of the first token they replace, counted over all tokens of the step
 * @param length how many rows
 */
public record FeatureSpan(Tensor features, int rowStart, int tokenStart, int length) {

    public FeatureSpan {
        if (rowStart < 0 || tokenStart < 0 || length < 1) {
            throw new IllegalArgumentException("A span of features needs a start and at least one row: rows from "
                    + rowStart + ", tokens from " + tokenStart + ", length " + length);
        }
    }
}
