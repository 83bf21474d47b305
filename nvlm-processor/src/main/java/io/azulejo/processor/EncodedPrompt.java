package io.azulejo.processor;

import java.util.List;

import io.azulejo.processor.image.TileGrid;

/**
 * A conversation as a checkpoint reads it, its pictures still undecoded.
 *
 * @param ids the tokens, ready for the answer
 * @param pictures the pictures in the order of the prompt
 * @param imageTokens how many of {@code ids} are placeholders of pictures
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier, compared by nobody.
public record EncodedPrompt(int[] ids, List<Picture> pictures, int imageTokens) {

    public EncodedPrompt {
        pictures = List.copyOf(pictures);
    }

    /**
     * One picture and where it stands. Tile {@code i} takes the {@code tokensPerTile} tokens from
     * {@code tileOffsets[i]} on; tiles go row by row, the thumbnail last.
     *
     * @param index the picture's place among all pictures of the conversation, from 0
     * @param data the file's bytes
     * @param grid how it is cut
     * @param tileOffsets index in {@code ids} of each tile's first token
     * @param tokensPerTile placeholder tokens of each tile
     * @param digest SHA-256, in hexadecimal, of everything that makes the pixels: bytes, tiling, orientation; equal
     *            digests mean equal features
     */
    public record Picture(int index, byte[] data, TileGrid grid, int[] tileOffsets, int tokensPerTile, String digest) {}
}
