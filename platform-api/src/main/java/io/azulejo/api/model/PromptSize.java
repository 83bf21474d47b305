package io.azulejo.api.model;

import java.util.List;

/**
 * What a prompt costs before it is sent.
 *
 * @param textTokens tokens that are not of pictures
 * @param imageTokens tokens that stand for pictures
 * @param contextLength the most tokens of a prompt and its answer together
 * @param pictures each picture's share, in the order of the prompt
 */
public record PromptSize(int textTokens, int imageTokens, int contextLength, List<Picture> pictures) {

    public PromptSize {
        pictures = List.copyOf(pictures);
    }

    public int promptTokens() {
        return textTokens + imageTokens;
    }

    /** Whether the prompt leaves room for at least one token of an answer. */
    public boolean fits() {
        return promptTokens() < contextLength;
    }

    /**
     * One picture cut into tiles.
     *
     * @param width pixels, as the model will see it (upright)
     * @param height pixels
     * @param columns tiles in a row
     * @param rows rows of tiles
     * @param thumbnail whether a thumbnail of the whole comes after the tiles
     * @param tokens tokens that stand for it
     * @param tileSize side of a tile in pixels; 0 where the backend does not know how the picture is cut
     * @param tags the text that the model reads before each tile, the thumbnail's last; empty where there is none
     */
    public record Picture(int width, int height, int columns, int rows, boolean thumbnail, int tokens, int tileSize,
            List<String> tags) {

        public Picture {
            tags = List.copyOf(tags);
        }

        /** A picture of which no more is known. */
        public Picture(int width, int height, int columns, int rows, boolean thumbnail, int tokens) {
            this(width, height, columns, rows, thumbnail, tokens, 0, List.of());
        }

        public int tiles() {
            return columns * rows + (thumbnail ? 1 : 0);
        }
    }
}
