package io.azulejo.processor.image;

import java.util.Arrays;

import static io.azulejo.processor.image.ImageFormat.GIF;

/**
 * The first frame of a GIF, on its canvas. What the frame leaves free has the transparent colour, or the first one.
 *
 * @param width columns of the canvas, which grows if the frame reaches beyond it
 * @param height rows of the canvas
 * @param palette red, green, blue of 256 colours; those that the file lacks are black
 * @param background the colour of what the frame leaves free
 * @param frame where the frame lies
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record GifImage(byte[] data, int width, int height, byte[] palette, int background, Frame frame)
        implements
            EncodedImage {

    private static final int SCREEN = 6;
    private static final int SCREEN_END = 13;

    private static final int EXTENSION = '!';
    private static final int IMAGE = ',';
    private static final int TRAILER = ';';
    private static final int GRAPHIC_CONTROL = 0xF9;

    /** @param codes where the sub-blocks with the codes begin */
    record Frame(int left, int top, int width, int height, boolean interlaced, int codeSize, int codes) {}

    static GifImage open(byte[] data) {
        EncodedBytes bytes = new EncodedBytes(GIF, data, true);
        int flags = bytes.u8(SCREEN + 4);
        long at = SCREEN_END;
        byte[] palette = greys();
        if ((flags & 0x80) != 0) {
            palette = palette(bytes, at, flags);
            at += paletteBytes(flags);
        }
        int background = 0;
        while (true) {
            switch (bytes.u8(at)) {
                case TRAILER -> throw ImageException.damaged(GIF, "it holds no picture");
                case IMAGE -> {
                    return withFrame(bytes, at + 1, palette, background);
                }
                case EXTENSION -> {
                    if (bytes.u8(at + 1) == GRAPHIC_CONTROL && bytes.u8(at + 2) >= 4 && (bytes.u8(at + 3) & 1) != 0) {
                        background = bytes.u8(at + 6);
                    }
                    at = afterBlocks(bytes, at + 2);
                }
                // Pillow passes over stray bytes between blocks.
                default -> at++;
            }
        }
    }

    private static GifImage withFrame(EncodedBytes bytes, long at, byte[] palette, int background) {
        int left = bytes.u16(at);
        int top = bytes.u16(at + 2);
        int width = bytes.u16(at + 4);
        int height = bytes.u16(at + 6);
        int flags = bytes.u8(at + 8);
        long codes = at + 9;
        byte[] colors = palette;
        if ((flags & 0x80) != 0) {
            colors = palette(bytes, codes, flags);
            codes += paletteBytes(flags);
        }
        if (width == 0 || height == 0) {
            throw ImageException.damaged(GIF, "its first frame has no pixels");
        }
        Frame frame = new Frame(left, top, width, height, (flags & 0x40) != 0, bytes.u8(codes),
                bytes.index(codes + 1, 0));
        return new GifImage(bytes.array(), Math.max(bytes.u16(SCREEN), left + width),
                Math.max(bytes.u16(SCREEN + 2), top + height), colors, background, frame);
    }

    @Override
    public ImageInfo info() {
        return new ImageInfo(GIF, width, height, Orientation.UPRIGHT);
    }

    @Override
    public RgbImage decode() {
        byte[] indexes = new GifFrameDecoder(data, frame).decode();
        byte[] rgb = new byte[Math.toIntExact(3L * width * height)];
        if (frame.width < width || frame.height < height) {
            for (int i = 0; i < rgb.length; i += 3) {
                System.arraycopy(palette, 3 * background, rgb, i, 3);
            }
        }
        int source = 0;
        for (int y = 0; y < frame.height; y++) {
            int target = 3 * ((frame.top + y) * width + frame.left);
            for (int x = 0; x < frame.width; x++, target += 3) {
                int color = 3 * (indexes[source++] & 0xFF);
                rgb[target] = palette[color];
                rgb[target + 1] = palette[color + 1];
                rgb[target + 2] = palette[color + 2];
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private static long afterBlocks(EncodedBytes bytes, long start) {
        long at = start;
        int length = bytes.u8(at++);
        while (length > 0) {
            at += length;
            length = bytes.u8(at++);
        }
        return at;
    }

    private static int paletteBytes(int flags) {
        return 3 << ((flags & 7) + 1);
    }

    private static byte[] palette(EncodedBytes bytes, long at, int flags) {
        int length = paletteBytes(flags);
        int start = bytes.index(at, length);
        byte[] stored = Arrays.copyOfRange(bytes.array(), start, start + length);
        // Pillow takes such a palette for none, and then a colour that it lacks is a grey too.
        return Arrays.equals(stored, Arrays.copyOf(greys(), length)) ? greys() : Arrays.copyOf(stored, 768);
    }

    private static byte[] greys() {
        byte[] greys = new byte[768];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = (byte) (i / 3);
        }
        return greys;
    }
}
