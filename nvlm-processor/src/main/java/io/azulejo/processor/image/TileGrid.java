package io.azulejo.processor.image;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a picture is cut into square tiles, as the NVLM-D model card and InternVL do it. The tiles are numbered row by
 * row from the top left; a thumbnail of the whole picture comes after them.
 *
 * @param columns tiles side by side
 * @param rows tiles one above another
 * @param thumbnail whether a thumbnail follows the tiles; never with a single tile, which shows the whole picture
 * @param tileSize side of a tile in pixels
 */
public record TileGrid(int columns, int rows, boolean thumbnail, int tileSize) {

    public TileGrid {
        if (columns < 1 || rows < 1 || tileSize < 1) {
            throw new IllegalArgumentException("a grid of " + columns + " x " + rows + " tiles of " + tileSize);
        }
        if (thumbnail && columns * rows == 1) {
            throw new IllegalArgumentException("a single tile shows the whole picture and has no thumbnail");
        }
    }

    /** Tiles in all, the thumbnail included. */
    public int tiles() {
        return columns * rows + (thumbnail ? 1 : 0);
    }

    /** Width in pixels of the picture that the grid cuts, without the thumbnail. */
    public int width() {
        return columns * tileSize;
    }

    /** Height in pixels of the picture that the grid cuts, without the thumbnail. */
    public int height() {
        return rows * tileSize;
    }

    /**
     * The grid whose aspect ratio is closest to the picture's, among all of {@code minTiles} to {@code maxTiles} tiles.
     * They are looked at from fewest to most tiles; of two that are equally close the later one wins if the picture has
     * more than half of that grid's pixels.
     *
     * @param width the picture's width in pixels, upright
     * @param height the picture's height in pixels, upright
     * @param minTiles the fewest tiles, thumbnail not counted
     * @param maxTiles the most tiles, thumbnail not counted
     * @param useThumbnail whether several tiles are followed by a thumbnail
     * @param tileSize side of a tile in pixels, 448 for the published models
     */
    public static TileGrid choose(int width, int height, int minTiles, int maxTiles, boolean useThumbnail,
            int tileSize) {
        if (width < 1 || height < 1 || minTiles < 1 || maxTiles < minTiles) {
            throw new IllegalArgumentException("no grid of " + minTiles + " to " + maxTiles + " tiles for a picture of "
                    + width + " x " + height + " pixels");
        }
        double aspect = (double) width / height;
        double area = (double) width * height;
        double closest = Double.POSITIVE_INFINITY;
        Shape best = new Shape(1, 1);
        for (Shape shape : shapes(minTiles, maxTiles)) {
            double distance = Math.abs(aspect - (double) shape.columns / shape.rows);
            if (distance < closest) {
                closest = distance;
                best = shape;
            } else if (distance == closest && area > 0.5 * tileSize * tileSize * shape.tiles()) {
                best = shape;
            }
        }
        return new TileGrid(best.columns, best.rows, useThumbnail && best.tiles() > 1, tileSize);
    }

    /**
     * Ordered by the number of tiles. The published code sorts a Python set by that number alone, so that shapes of
     * equally many tiles come in the set's order. With {@code minTiles} 1, as published, no result depends on it:
     * whenever two of them are equally close, a shape of fewer tiles between them is closer.
     */
    private static List<Shape> shapes(int minTiles, int maxTiles) {
        return IntStream.rangeClosed(1, maxTiles).boxed()
                .flatMap(columns -> IntStream.rangeClosed(1, maxTiles / columns)
                        .mapToObj(rows -> new Shape(columns, rows)))
                .filter(shape -> shape.tiles() >= minTiles).sorted(Comparator.comparingInt(Shape::tiles)).toList();
    }

    private record Shape(int columns, int rows) {

        int tiles() {
            return columns * rows;
        }
    }
}
