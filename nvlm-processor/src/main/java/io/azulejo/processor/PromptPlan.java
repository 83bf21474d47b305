package io.azulejo.processor;

import java.util.List;

/**
 * What a conversation costs, told from the pictures' headers without decoding them.
 *
 * @param textTokens tokens that are not placeholders of pictures; the tags around tiles are among them
 * @param imageTokens placeholder tokens of all pictures
 * @param pictures each picture's share, in the order of the prompt
 */
public record PromptPlan(int textTokens, int imageTokens, List<PicturePlan> pictures) {

    public PromptPlan {
        pictures = List.copyOf(pictures);
    }

    public int promptTokens() {
        return textTokens + imageTokens;
    }

    /**
     * One picture cut into tiles.
     *
     * @param width pixels, as the model will see it (upright where the orientation is applied)
     * @param height pixels
     * @param columns tiles in a row
     * @param rows rows of tiles
     * @param thumbnail whether a thumbnail of the whole comes after the tiles
     * @param tokens placeholder tokens that stand for it
     * @param tileSize side of a tile in pixels
     * @param tags the text before each tile, the thumbnail's last; empty where the family has none
     */
    public record PicturePlan(int width, int height, int columns, int rows, boolean thumbnail, int tokens,
            int tileSize, List<String> tags) {

        public PicturePlan {
            tags = List.copyOf(tags);
        }

        public int tiles() {
            return columns * rows + (thumbnail ? 1 : 0);
        }
    }
}
