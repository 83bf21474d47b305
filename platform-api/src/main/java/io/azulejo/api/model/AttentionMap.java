package io.azulejo.api.model;

/**
 * How much of a token's attention lies on each cell of a tile or of a picture.
 *
 * @param columns cells in a row
 * @param rows rows of cells
 * @param values the share of each cell, row by row from the top left; all of a token's attention, text included, is 1.
 *        Not copied; leave them alone.
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data, compared by nobody
public record AttentionMap(int columns, int rows, float[] values) {

    public AttentionMap {
        if (columns < 1 || rows < 1 || values.length != columns * rows) {
            throw new IllegalArgumentException(
                    "A map of " + columns + " x " + rows + " cells cannot have " + values.length + " values");
        }
    }

    public float at(int column, int row) {
        return values[row * columns + column];
    }

    /** The share that lies on the whole map. */
    public double total() {
        double total = 0;
        for (float value : values) {
            total += value;
        }
        return total;
    }
}
