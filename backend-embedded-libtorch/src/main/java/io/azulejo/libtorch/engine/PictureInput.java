package io.azulejo.libtorch.engine;

import java.nio.FloatBuffer;
import java.util.function.Supplier;

/**
 * A picture of a prompt that is yet to be decoded.
 *
 * @param tileOffsets for each tile the index of its first token in the prompt, ascending
 * @param tokensPerTile how many tokens stand for a tile
 * @param digest tells the picture, cut as it is, from all others: equal digests mean equal pixels
 * @param pixels decodes the picture: float32, [tiles, 3, tileSize, tileSize], normalised; called on a worker thread, not
 *        at all where the features are known, and again where they are lost; what it throws ends the answer
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data on a hot path, never compared
public record PictureInput(int[] tileOffsets, int tokensPerTile, String digest, Supplier<FloatBuffer> pixels) {}
