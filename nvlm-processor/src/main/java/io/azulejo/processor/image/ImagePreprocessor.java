package io.azulejo.processor.image;

/** Resizes pictures, cuts them into tiles and normalises the tiles. Thread-safe; holds no state but tables. */
public final class ImagePreprocessor {

    /** Means and deviations of ImageNet, with which InternViT was trained. Red, green, blue. */
    private static final double[] MEAN = {0.485, 0.456, 0.406};
    private static final double[] DEVIATION = {0.229, 0.224, 0.225};

    private static final float[][] NORMALISED = tables();

    /**
     * The picture's tiles, row by row, and the thumbnail last if the grid has one. The picture is stretched to the
     * grid's size and, for the thumbnail, to that of one tile: its aspect ratio is not kept.
     */
    public PixelValues tiles(RgbImage image, TileGrid grid) {
        int size = grid.tileSize();
        float[] data = new float[Math.toIntExact((long) grid.tiles() * 3 * size * size)];
        RgbImage whole = resize(image, grid.width(), grid.height());
        int tile = 0;
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                normalise(whole, column * size, row * size, size, data, tile++);
            }
        }
        if (grid.thumbnail()) {
            normalise(resize(image, size, size), 0, 0, size, data, tile++);
        }
        return new PixelValues(tile, size, data);
    }

    /**
     * The picture at another size, as Pillow's {@code resize((width, height), BICUBIC)} makes it: antialiased when
     * shrinking. A picture that has the size already is returned itself.
     */
    public RgbImage resize(RgbImage image, int width, int height) {
        return BicubicResampler.resize(image, width, height);
    }

    private static void normalise(RgbImage from, int left, int top, int size, float[] to, int tile) {
        byte[] rgb = from.rgb();
        int plane = size * size;
        int red = tile * 3 * plane;
        for (int y = 0; y < size; y++) {
            int source = 3 * ((top + y) * from.width() + left);
            int target = red + y * size;
            for (int x = 0; x < size; x++, source += 3, target++) {
                to[target] = NORMALISED[0][rgb[source] & 0xFF];
                to[target + plane] = NORMALISED[1][rgb[source + 1] & 0xFF];
                to[target + 2 * plane] = NORMALISED[2][rgb[source + 2] & 0xFF];
            }
        }
    }

    /** In float32 step by step, as torchvision computes it on tensors. */
    private static float[][] tables() {
        float[][] tables = new float[3][256];
        for (int channel = 0; channel < 3; channel++) {
            for (int value = 0; value < 256; value++) {
                tables[channel][value] = (value / 255f - (float) MEAN[channel]) / (float) DEVIATION[channel];
            }
        }
        return tables;
    }
}
