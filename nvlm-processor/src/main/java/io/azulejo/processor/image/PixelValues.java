package io.azulejo.processor.image;

import java.nio.FloatBuffer;

/**
 * Normalised tiles, the input of a vision tower: float32 of shape {@code [tiles, 3, tileSize, tileSize]}, row-major,
 * channels in the order red, green, blue. A value is {@code (x / 255 - mean) / deviation} of its channel.
 */
public final class PixelValues {

    private final int tiles;
    private final int tileSize;
    private final float[] data;

    /** @param data {@code tiles * 3 * tileSize * tileSize} values, not copied */
    public PixelValues(int tiles, int tileSize, float[] data) {
        if (tiles < 1 || tileSize < 1 || data.length != (long) tiles * 3 * tileSize * tileSize) {
            throw new IllegalArgumentException(data.length + " values are not " + tiles + " tiles of " + tileSize);
        }
        this.tiles = tiles;
        this.tileSize = tileSize;
        this.data = data;
    }

    public int tiles() {
        return tiles;
    }

    public int tileSize() {
        return tileSize;
    }

    /** The values themselves, not a copy. */
    public float[] data() {
        return data;
    }

    /** A view of {@code count} tiles from {@code first} on. */
    public FloatBuffer tiles(int first, int count) {
        int values = 3 * tileSize * tileSize;
        return FloatBuffer.wrap(data, first * values, count * values).slice();
    }
}
