package io.azulejo.processor.image;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import io.azulejo.processor.image.PngImage.Chunk;

import static io.azulejo.processor.image.ImageFormat.PNG;

/**
 * Inflates and unfilters the rows of a PNG, straight into the RGB picture: two rows are all the memory it takes besides.
 * The platform's own reader parses every other chunk as well, among them compressed texts of any size.
 */
final class PngDecoder {

    private static final byte[][] ADAM7 = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4},
            {1, 0, 2, 2}, {0, 1, 1, 2}};

    private final PngImage image;
    private final int width;
    private final int height;
    private final byte[] rgb;
    private int nextChunk;

    PngDecoder(PngImage image) {
        this.image = image;
        this.width = image.width();
        this.height = image.height();
        this.rgb = new byte[Math.toIntExact(3L * width * height)];
    }

    RgbImage decode() {
        try (Inflater inflater = new Inflater()) {
            if (image.interlaced()) {
                for (byte[] pass : ADAM7) {
                    pass(inflater, pass[0], pass[1], pass[2], pass[3]);
                }
            } else {
                pass(inflater, 0, 0, 1, 1);
            }
        } catch (DataFormatException e) {
            throw new ImageException("The PNG file is damaged: its pixels cannot be decompressed.", e);
        }
        return new RgbImage(width, height, rgb);
    }

    private void pass(Inflater inflater, int left, int top, int stepX, int stepY) throws DataFormatException {
        int columns = (width - left + stepX - 1) / stepX;
        if (columns == 0) {
            return;
        }
        int bits = image.type().bitsPerPixel();
        int rowBytes = Math.toIntExact(((long) columns * bits + 7) / 8);
        int distance = Math.max(bits / 8, 1);
        byte[] filter = new byte[1];
        byte[] above = new byte[rowBytes];
        byte[] row = new byte[rowBytes];
        for (int y = top; y < height; y += stepY) {
            inflate(inflater, filter);
            inflate(inflater, row);
            unfilter(filter[0], row, above, distance);
            store(row, columns, 3 * (y * width + left), 3 * stepX);
            byte[] spare = above;
            above = row;
            row = spare;
        }
    }

    private void inflate(Inflater inflater, byte[] target) throws DataFormatException {
        int at = 0;
        while (at < target.length) {
            int count = inflater.inflate(target, at, target.length - at);
            at += count;
            if (count > 0) {
                continue;
            }
            if (inflater.finished() || inflater.needsDictionary()) {
                throw ImageException.damaged(PNG, "it has fewer pixels than its header says");
            }
            if (inflater.needsInput()) {
                if (nextChunk == image.pixelData().size()) {
                    throw ImageException.cutOff(PNG);
                }
                Chunk chunk = image.pixelData().get(nextChunk++);
                inflater.setInput(image.data(), chunk.offset(), chunk.length());
            }
        }
    }

    private static void unfilter(int filter, byte[] row, byte[] above, int distance) {
        switch (filter) {
            case 0 -> {
            }
            case 1 -> {
                for (int i = distance; i < row.length; i++) {
                    row[i] += row[i - distance];
                }
            }
            case 2 -> {
                for (int i = 0; i < row.length; i++) {
                    row[i] += above[i];
                }
            }
            case 3 -> {
                for (int i = 0; i < row.length; i++) {
                    int left = i < distance ? 0 : row[i - distance] & 0xFF;
                    row[i] += (byte) ((left + (above[i] & 0xFF)) >> 1);
                }
            }
            case 4 -> {
                for (int i = 0; i < Math.min(distance, row.length); i++) {
                    row[i] += above[i];
                }
                for (int i = distance; i < row.length; i++) {
                    row[i] += (byte) paeth(row[i - distance] & 0xFF, above[i] & 0xFF, above[i - distance] & 0xFF);
                }
            }
            default -> throw ImageException.damaged(PNG, "a row has the unknown filter " + (filter & 0xFF));
        }
    }

    private static int paeth(int left, int up, int upLeft) {
        int toLeft = Math.abs(up - upLeft);
        int toUp = Math.abs(left - upLeft);
        int toUpLeft = Math.abs(left + up - 2 * upLeft);
        if (toLeft <= toUp && toLeft <= toUpLeft) {
            return left;
        }
        return toUp <= toUpLeft ? up : upLeft;
    }

    private void store(byte[] row, int columns, int start, int step) {
        int depth = image.type().depth();
        boolean wide = depth == 16;
        switch (image.type().color()) {
            case RGB -> copy(row, columns, start, step, wide ? 6 : 3, wide ? 2 : 1, wide ? 4 : 2);
            case RGB_ALPHA -> copy(row, columns, start, step, wide ? 8 : 4, wide ? 2 : 1, wide ? 4 : 2);
            case GREY_ALPHA -> copy(row, columns, start, step, wide ? 4 : 2, 0, 0);
            case PALETTE -> palette(row, columns, start, step, depth);
            case GREY -> {
                if (wide) {
                    grey16(row, columns, start, step);
                } else if (depth == 8) {
                    copy(row, columns, start, step, 1, 0, 0);
                } else {
                    greyPacked(row, columns, start, step, depth);
                }
            }
        }
    }

    private void copy(byte[] row, int columns, int start, int step, int pixelBytes, int green, int blue) {
        int target = start;
        int source = 0;
        for (int i = 0; i < columns; i++, source += pixelBytes, target += step) {
            rgb[target] = row[source];
            rgb[target + 1] = row[source + green];
            rgb[target + 2] = row[source + blue];
        }
    }

    /** Pillow keeps 16 bits of grey and, when it makes RGB of them, cuts off what is above 255. */
    private void grey16(byte[] row, int columns, int start, int step) {
        int target = start;
        for (int i = 0; i < columns; i++, target += step) {
            put(target, row[2 * i] == 0 ? row[2 * i + 1] : (byte) 0xFF);
        }
    }

    private void greyPacked(byte[] row, int columns, int start, int step, int depth) {
        int scale = 255 / ((1 << depth) - 1);
        int target = start;
        for (int i = 0; i < columns; i++, target += step) {
            put(target, (byte) (packed(row, i, depth) * scale));
        }
    }

    /** A colour that the palette lacks is black, as in Pillow. */
    private void palette(byte[] row, int columns, int start, int step, int depth) {
        byte[] palette = image.palette();
        int target = start;
        for (int i = 0; i < columns; i++, target += step) {
            int color = 3 * (depth == 8 ? row[i] & 0xFF : packed(row, i, depth));
            if (color + 2 < palette.length) {
                rgb[target] = palette[color];
                rgb[target + 1] = palette[color + 1];
                rgb[target + 2] = palette[color + 2];
            }
        }
    }

    private static int packed(byte[] row, int i, int depth) {
        int bit = i * depth;
        return ((row[bit >> 3] & 0xFF) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }

    private void put(int target, byte grey) {
        rgb[target] = grey;
        rgb[target + 1] = grey;
        rgb[target + 2] = grey;
    }
}
