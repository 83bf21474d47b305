package io.azulejo.server.vision;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.model.PromptSize;

/**
 * A picture as a model gets it.
 *
 * @param model the model's id
 * @param width pixels of the picture as the model sees it (upright)
 * @param height pixels
 * @param tileSize side of a tile in pixels, to which its part of the picture is stretched; 0 where that is not known
 * @param columns tiles in a row
 * @param rows rows of tiles
 * @param tokens tokens that stand for the picture
 * @param tiles all that is sent, in its order
 */
record TileView(String model, int width, int height, int tileSize, int columns, int rows, int tokens,
        List<Tile> tiles) {

    /**
     * One tile, or the thumbnail of the whole, which comes last.
     *
     * @param index its place in the prompt, from 1
     * @param tag the text that the model reads before it, or null
     * @param x left edge of its part of the picture, in pixels of the picture
     * @param y upper edge
     * @param tokens tokens that stand for it
     */
    record Tile(int index, @Nullable String tag, boolean thumbnail, int x, int y, int width, int height, int tokens) {}

    static TileView of(String model, PromptSize.Picture picture) {
        int each = picture.tokens() / picture.tiles();
        List<Tile> tiles = new ArrayList<>();
        for (int row = 0; row < picture.rows(); row++) {
            for (int column = 0; column < picture.columns(); column++) {
                int left = edge(column, picture.columns(), picture.width());
                int top = edge(row, picture.rows(), picture.height());
                tiles.add(tile(tiles.size(), picture, false, left, top,
                        edge(column + 1, picture.columns(), picture.width()) - left,
                        edge(row + 1, picture.rows(), picture.height()) - top, each));
            }
        }
        if (picture.thumbnail()) {
            tiles.add(tile(tiles.size(), picture, true, 0, 0, picture.width(), picture.height(), each));
        }
        return new TileView(model, picture.width(), picture.height(), picture.tileSize(), picture.columns(),
                picture.rows(), picture.tokens(), tiles);
    }

    private static Tile tile(int place, PromptSize.Picture picture, boolean thumbnail, int x, int y, int width,
            int height, int tokens) {
        String tag = place < picture.tags().size() ? picture.tags().get(place) : null;
        return new Tile(place + 1, tag, thumbnail, x, y, width, height, tokens);
    }

    private static int edge(int line, int lines, int pixels) {
        return (int) Math.round((double) line * pixels / lines);
    }
}
