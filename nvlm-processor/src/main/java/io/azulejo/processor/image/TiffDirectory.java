package io.azulejo.processor.image;

import java.util.Arrays;

import static io.azulejo.processor.image.ImageFormat.TIFF;

/**
 * The tags of the first page that say how its pixels are stored, checked so far that nobody is misled by them: the
 * platform's reader allocates what they ask for.
 *
 * @param width columns as stored
 * @param height rows as stored
 * @param bits bits of a channel
 * @param photometric what the channels mean
 * @param orientation 1 to 8
 * @param premultiplied whether the colours are multiplied with the transparency that follows them
 * @param palette red, green, blue of each colour; empty without one
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record TiffDirectory(int width, int height, int bits, Photometric photometric, int orientation,
        boolean premultiplied, byte[] palette) {

    /** In the order of their numbers in the file. */
    enum Photometric {
        WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, MASK, CMYK, YCBCR
    }

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int STRIP_OFFSETS = 273;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_BYTES = 279;
    private static final int COLOR_MAP = 320;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final int EXTRA_SAMPLES = 338;
    private static final int SAMPLE_FORMAT = 339;

    private static final int OLD_JPEG = 6;
    private static final int JPEG = 7;
    private static final int UNSIGNED = 1;
    private static final int PREMULTIPLIED = 1;
    private static final int MAX_SAMPLES = 5;

    /** A tile may be larger than the picture, but not without bounds. */
    private static final long MAX_TILE_PIXELS = 4096L * 4096;

    static TiffDirectory read(byte[] data) {
        TiffTags tags = TiffTags.read(data);
        int width = side(tags.first(WIDTH, 0));
        int height = side(tags.first(HEIGHT, 0));
        long photometric = tags.first(PHOTOMETRIC, -1);
        if (photometric < 0 || photometric >= Photometric.values().length) {
            throw ImageException.unsupported(TIFF, "its colours are stored in an unusual way");
        }
        long bits = tags.first(BITS, 1);
        long samples = tags.first(SAMPLES, 1);
        if ((bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16)
                || tags.first(SAMPLE_FORMAT, UNSIGNED) != UNSIGNED) {
            throw ImageException.unsupported(TIFF,
                    "it has " + bits + " bits a channel, or numbers other than integers");
        }
        if (samples < 1 || samples > MAX_SAMPLES) {
            throw ImageException.unsupported(TIFF, "it has " + samples + " channels");
        }
        if (tags.first(TILE_WIDTH, 1) * tags.first(TILE_HEIGHT, 1) > Math.max(MAX_TILE_PIXELS, (long) width * height)) {
            throw ImageException.damaged(TIFF, "its tiles are larger than the picture");
        }
        tags.checkInside(STRIP_OFFSETS, STRIP_BYTES);
        tags.checkInside(TILE_OFFSETS, TILE_BYTES);
        checkCompression(tags, data, width, height);
        long orientation = tags.first(ORIENTATION, Orientation.UPRIGHT);
        return new TiffDirectory(width, height, (int) bits, Photometric.values()[(int) photometric],
                orientation >= 1 && orientation <= 8 ? (int) orientation : Orientation.UPRIGHT,
                samples == 4 && tags.first(EXTRA_SAMPLES, 0) == PREMULTIPLIED, palette(tags));
    }

    /** A JPEG in a piece of the file has a size of its own, which must be that of the piece. */
    private static void checkCompression(TiffTags tags, byte[] data, int width, int height) {
        long compression = tags.first(COMPRESSION, 1);
        if (compression == OLD_JPEG) {
            throw ImageException.unsupported(TIFF, "it uses the old form of JPEG compression");
        }
        if (compression != JPEG) {
            return;
        }
        boolean tiled = tags.count(TILE_OFFSETS) > 0;
        long pieceWidth = tiled ? tags.first(TILE_WIDTH, width) : width;
        long pieceHeight = tiled ? tags.first(TILE_HEIGHT, height) : tags.first(ROWS_PER_STRIP, height);
        int offsets = tiled ? TILE_OFFSETS : STRIP_OFFSETS;
        int lengths = tiled ? TILE_BYTES : STRIP_BYTES;
        if (tags.count(offsets) != tags.count(lengths)) {
            throw ImageException.damaged(TIFF, "its headers contradict each other");
        }
        for (long i = 0; i < tags.count(offsets); i++) {
            int start = (int) tags.value(offsets, i);
            JpegHeader piece = JpegHeader.read(Arrays.copyOfRange(data, start, start + (int) tags.value(lengths, i)));
            if (piece.width() > pieceWidth || piece.height() > pieceHeight) {
                throw ImageException.damaged(TIFF, "it holds a JPEG that is larger than its place");
            }
        }
    }

    /** The file has 16 bits for each channel of each colour, all reds first; Pillow takes the high byte. */
    private static byte[] palette(TiffTags tags) {
        int colors = (int) Math.min(tags.count(COLOR_MAP) / 3, 1 << 8);
        byte[] palette = new byte[3 * colors];
        long plane = tags.count(COLOR_MAP) / 3;
        for (int i = 0; i < palette.length; i++) {
            palette[i] = (byte) (tags.value(COLOR_MAP, i % 3 * plane + i / 3) >> 8);
        }
        return palette;
    }

    private static int side(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}
