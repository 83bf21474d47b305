package io.azulejo.processor.image;

import java.util.Arrays;

import static io.azulejo.processor.image.ImageFormat.BMP;

/**
 * Windows bitmaps, uncompressed or run-length coded.
 *
 * @param width columns
 * @param height rows
 * @param topDown whether the first row stored is the top one
 * @param bits bits of a pixel: 1, 4, 8, 16, 24 or 32
 * @param runLengths whether the colour numbers are run-length coded
 * @param palette red, green, blue of 256 colours; those that the file lacks are black; empty above 8 bits
 * @param masks where red, green and blue lie in pixels of 16 or 32 bits
 * @param pixels offset of the pixels
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record BmpImage(byte[] data, int width, int height, boolean topDown, int bits, boolean runLengths, byte[] palette,
        int[] masks, long pixels) implements EncodedImage {

    private static final int FILE_HEADER = 14;
    private static final int CORE_HEADER = 12;
    private static final int INFO_HEADER = 40;
    private static final int MASKS_IN_HEADER = 52;

    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BITFIELDS = 3;

    private static final int[] MASKS_555 = {0x7C00, 0x3E0, 0x1F};
    private static final int[] MASKS_888 = {0xFF0000, 0xFF00, 0xFF};

    static BmpImage open(byte[] data) {
        EncodedBytes bytes = new EncodedBytes(BMP, data, true);
        long headerSize = bytes.u32(FILE_HEADER);
        boolean core = headerSize == CORE_HEADER;
        if (!core && (headerSize < INFO_HEADER || headerSize > 124)) {
            throw ImageException.unsupported(BMP, "its header has " + headerSize + " bytes");
        }
        int width = core ? bytes.u16(18) : side(bytes.i32(18));
        int storedHeight = core ? bytes.u16(20) : bytes.i32(22);
        int bits = bytes.u16(core ? 24 : 28);
        int compression = core ? 0 : bytes.i32(30);
        check(bits, compression);
        int colorBytes = core ? 3 : 4;
        long pixels = bytes.u32(10);
        long palette = FILE_HEADER + headerSize;
        int[] masks = bits == 16 ? MASKS_555 : MASKS_888;
        if (compression == BITFIELDS) {
            masks = masks(bytes, FILE_HEADER + INFO_HEADER, masks);
            palette += headerSize < MASKS_IN_HEADER ? 12 : 0;
        }
        byte[] colors = {};
        if (bits <= 8) {
            long count = core ? 0 : bytes.u32(46);
            count = count == 0 ? 1L << bits : count;
            if (count > 65_536) {
                throw ImageException.damaged(BMP, "it says it has " + count + " colours");
            }
            colors = palette(bytes, palette, (int) count, colorBytes);
            palette += count * colorBytes;
        }
        // Some writers give no offset, or that of the palette.
        if (pixels == 0 || (bits <= 8 && pixels == FILE_HEADER + headerSize)) {
            pixels = palette;
        }
        boolean topDown = storedHeight < 0;
        return new BmpImage(data, width, topDown ? side(-storedHeight) : storedHeight, topDown, bits,
                compression == RLE8 || compression == RLE4, colors, masks, pixels);
    }

    @Override
    public ImageInfo info() {
        return new ImageInfo(BMP, width, height, Orientation.UPRIGHT);
    }

    @Override
    public RgbImage decode() {
        EncodedBytes bytes = new EncodedBytes(BMP, data, true);
        byte[] rgb = new byte[Math.toIntExact(3L * width * height)];
        byte[] indexes = runLengths ? new BmpRunLengths(bytes, pixels, bits == 4).decode(width, height) : new byte[0];
        long stride = ((long) width * bits + 31) / 32 * 4;
        long needed = ((long) width * bits + 7) / 8;
        for (int row = 0; row < height; row++) {
            int target = 3 * width * (topDown ? row : height - 1 - row);
            if (runLengths) {
                paletteRow(indexes, row * width, 8, rgb, target);
                continue;
            }
            int source = bytes.index(pixels + row * stride, needed);
            switch (bits) {
                case 24 -> bgrRow(source, rgb, target);
                case 16, 32 -> maskedRow(bytes, source, rgb, target);
                default -> paletteRow(data, source, bits, rgb, target);
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private void bgrRow(int start, byte[] rgb, int target) {
        for (int i = 0; i < 3 * width; i += 3) {
            rgb[target + i] = data[start + i + 2];
            rgb[target + i + 1] = data[start + i + 1];
            rgb[target + i + 2] = data[start + i];
        }
    }

    private void maskedRow(EncodedBytes bytes, int start, byte[] rgb, int target) {
        int size = bits / 8;
        for (int x = 0; x < width; x++) {
            int pixel = bits == 16 ? bytes.u16(start + 2L * x) : bytes.i32(start + (long) size * x);
            for (int channel = 0; channel < 3; channel++) {
                int mask = masks[channel];
                int shift = Integer.numberOfTrailingZeros(mask);
                long most = Integer.toUnsignedLong(mask >>> shift);
                long value = Integer.toUnsignedLong((pixel & mask) >>> shift);
                rgb[target + 3 * x + channel] = (byte) (value * 255 / most);
            }
        }
    }

    private void paletteRow(byte[] from, int start, int depth, byte[] rgb, int target) {
        for (int x = 0; x < width; x++) {
            int bit = x * depth;
            int color = ((from[start + (bit >> 3)] & 0xFF) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
            System.arraycopy(palette, 3 * color, rgb, target + 3 * x, 3);
        }
    }

    private static void check(int bits, int compression) {
        boolean known = switch (compression) {
            case 0 -> bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
            case RLE8 -> bits == 8;
            case RLE4 -> bits == 4;
            case BITFIELDS -> bits == 16 || bits == 32;
            default -> false;
        };
        if (!known) {
            throw ImageException.unsupported(BMP, "it has " + bits + " bits a pixel and compression " + compression);
        }
    }

    private static int[] masks(EncodedBytes bytes, long at, int[] usual) {
        int[] masks = {bytes.i32(at), bytes.i32(at + 4), bytes.i32(at + 8)};
        if (Arrays.stream(masks).allMatch(mask -> mask == 0)) {
            return usual;
        }
        for (int mask : masks) {
            int run = mask == 0 ? 0 : mask >>> Integer.numberOfTrailingZeros(mask);
            if (mask == 0 || (run & (run + 1)) != 0) {
                throw ImageException.unsupported(BMP, "its colours lie at unusual places");
            }
        }
        return masks;
    }

    private static byte[] palette(EncodedBytes bytes, long at, int count, int colorBytes) {
        byte[] palette = new byte[768];
        for (int i = 0; i < Math.min(count, 256); i++) {
            int from = bytes.index(at + (long) colorBytes * i, 3);
            palette[3 * i] = bytes.array()[from + 2];
            palette[3 * i + 1] = bytes.array()[from + 1];
            palette[3 * i + 2] = bytes.array()[from];
        }
        return palette;
    }

    private static int side(int value) {
        return value < 0 ? Integer.MAX_VALUE : value;
    }
}
