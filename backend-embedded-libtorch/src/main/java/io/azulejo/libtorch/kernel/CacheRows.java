package io.azulejo.libtorch.kernel;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Cached keys or values of one layer.
 *
 * @param numbers [slots, kvHeads, headDim], in the type that the layer computes in; int8 codes where there are scales
 * @param scales float32, [slots, kvHeads]: a number is its code times the scale of its slot and head; or null
 */
public record CacheRows(Tensor numbers, @Nullable Tensor scales) {}
