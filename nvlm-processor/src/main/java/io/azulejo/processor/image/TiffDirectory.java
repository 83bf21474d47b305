package io.azulejo.processor.image;

import static io.azulejo.processor.image.ImageFormat.TIFF;

/**
 * The tags of the first page that say how its pixels are stored.
 *
 * @param width columns as stored
 * @param height rows as stored
 * @param photometric what the channels mean
 * @param orientation 1 to 8
 */
record TiffDirectory(int width, int height, int bits, int samples, int compression, Photometric photometric,
        int orientation) {

    enum Photometric {
        WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, MASK, CMYK, YCBCR
    }

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int SAMPLES = 277;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;

    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    static TiffDirectory read(byte[] data) {
        boolean little = data[0] == 'I';
        EncodedBytes bytes = new EncodedBytes(TIFF, data, little);
        long directory = bytes.u32(4);
        int entries = bytes.u16(directory);
        long width = 0;
        long height = 0;
        int bits = 1;
        int samples = 1;
        int compression = 1;
        int photometric = -1;
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            long value = value(bytes, entry);
            switch (bytes.u16(entry)) {
                case WIDTH -> width = value;
                case HEIGHT -> height = value;
                case BITS -> bits = (int) Math.min(value, 255);
                case COMPRESSION -> compression = (int) value;
                case PHOTOMETRIC -> photometric = (int) Math.min(value, 255);
                case SAMPLES -> samples = (int) Math.min(value, 255);
                case TILE_WIDTH, TILE_HEIGHT -> {
                    if (value > ImageLimits.MAX_SIDE) {
                        throw ImageException.damaged(TIFF, "its tiles are too large");
                    }
                }
                default -> {
                }
            }
        }
        if (photometric < 0 || photometric >= Photometric.values().length) {
            throw ImageException.unsupported(TIFF, "its colours are stored in an unusual way");
        }
        int orientation = Orientation.inTiff(TIFF, data, 0, data.length);
        return new TiffDirectory(side(width), side(height), bits, samples, compression,
                Photometric.values()[photometric], orientation);
    }

    void checkReadable() {
        if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) {
            throw ImageException.unsupported(TIFF, "it has " + bits + " bits a channel");
        }
        if (samples < 1 || samples > 5) {
            throw ImageException.unsupported(TIFF, "it has " + samples + " channels");
        }
    }

    /** The first value of an entry, wherever it lies. */
    private static long value(EncodedBytes bytes, long entry) {
        int type = bytes.u16(entry + 2);
        long count = bytes.u32(entry + 4);
        return switch (type) {
            case BYTE -> bytes.u8(entry + 8);
            case SHORT -> bytes.u16(count > 2 ? bytes.u32(entry + 8) : entry + 8);
            case LONG -> bytes.u32(count > 1 ? bytes.u32(entry + 8) : entry + 8);
            default -> 0;
        };
    }

    private static int side(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}
