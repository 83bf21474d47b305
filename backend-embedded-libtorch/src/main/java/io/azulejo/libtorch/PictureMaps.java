package io.azulejo.libtorch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.azulejo.api.model.AnswerAttention;
import io.azulejo.api.model.AttentionMap;
import io.azulejo.processor.EncodedPrompt;
import io.azulejo.processor.image.TileGrid;

/** Lays the attention of tokens out over the pictures of their prompt. */
final class PictureMaps {

    private final boolean transposed;

    /** @param transposed whether the tokens of a tile run column by column */
    PictureMaps(boolean transposed) {
        this.transposed = transposed;
    }

    /** @param rows for each token of the answer the share that each position has of its attention */
    AnswerAttention.Picture of(EncodedPrompt.Picture picture, float[][] rows) {
        TileGrid grid = picture.grid();
        return new AnswerAttention.Picture(grid.columns(), grid.rows(), grid.thumbnail(),
                Arrays.stream(rows).map(row -> maps(picture, row)).toList());
    }

    private AnswerAttention.Maps maps(EncodedPrompt.Picture picture, float[] row) {
        int side = (int) Math.round(Math.sqrt(picture.tokensPerTile()));
        List<AttentionMap> tiles = new ArrayList<>();
        for (int offset : picture.tileOffsets()) {
            float[] values = Arrays.copyOfRange(row, offset, offset + picture.tokensPerTile());
            tiles.add(new AttentionMap(side, side, transposed ? transpose(values, side) : values));
        }
        return new AnswerAttention.Maps(tiles, whole(picture.grid(), side, tiles));
    }

    private static float[] transpose(float[] values, int side) {
        float[] transposed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            transposed[i % side * side + i / side] = values[i];
        }
        return transposed;
    }

    private static AttentionMap whole(TileGrid grid, int side, List<AttentionMap> tiles) {
        int columns = grid.columns() * side;
        int rows = grid.rows() * side;
        float[] values = new float[columns * rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                AttentionMap tile = tiles.get(row / side * grid.columns() + column / side);
                float value = tile.at(column % side, row % side);
                if (grid.thumbnail()) {
                    value += tiles.getLast().at(column / grid.columns(), row / grid.rows())
                            / (grid.columns() * grid.rows());
                }
                values[row * columns + column] = value;
            }
        }
        return new AttentionMap(columns, rows, values);
    }
}
