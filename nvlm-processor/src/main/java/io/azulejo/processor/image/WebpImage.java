package io.azulejo.processor.image;

import static io.azulejo.processor.image.ImageFormat.WEBP;

/**
 * WebP, lossy or lossless; of an animation the first frame on its canvas. A channel of transparency that is stored
 * apart is not even read, and a colour profile neither.
 *
 * @param width columns of the canvas
 * @param height rows of the canvas
 * @param frame the picture on it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record WebpImage(byte[] data, int width, int height, int orientation, Frame frame) implements EncodedImage {

    private static final int FIRST_CHUNK = 12;
    private static final int FRAME_HEADER = 16;

    /**
     * A coded picture and its place on the canvas.
     *
     * @param offset where its bitstream begins
     * @param length bytes of the bitstream
     */
    record Frame(int left, int top, int width, int height, boolean lossless, int offset, int length) {}

    static WebpImage open(byte[] data) {
        EncodedBytes bytes = new EncodedBytes(WEBP, data, true);
        Frame frame = null;
        int width = 0;
        int height = 0;
        int orientation = Orientation.UPRIGHT;
        long at = FIRST_CHUNK;
        while (bytes.has(at, 8)) {
            long length = bytes.u32(at + 4);
            long start = at + 8;
            switch (bytes.tag(at)) {
                case "VP8X" -> {
                    width = bytes.u24(start + 4) + 1;
                    height = bytes.u24(start + 7) + 1;
                }
                case "VP8 " -> frame = frame == null ? lossy(bytes, start, length) : frame;
                case "VP8L" -> frame = frame == null ? lossless(bytes, start, length) : frame;
                case "ANMF" -> frame = frame == null ? animated(bytes, start, length) : frame;
                case "EXIF" -> {
                    if (bytes.has(start, length)) {
                        orientation = Orientation.inExif(WEBP, data, (int) start, (int) length);
                    }
                }
                default -> {
                }
            }
            at = start + length + (length & 1);
        }
        if (frame == null) {
            throw ImageException.cutOff(WEBP);
        }
        if (frame.width == 0 || frame.height == 0) {
            throw ImageException.damaged(WEBP, "its picture has no pixels");
        }
        if (width == 0) {
            width = frame.width;
            height = frame.height;
        }
        if (frame.left + frame.width > width || frame.top + frame.height > height) {
            throw ImageException.damaged(WEBP, "its headers contradict each other");
        }
        return new WebpImage(data, width, height, orientation, frame);
    }

    @Override
    public ImageInfo info() {
        return new ImageInfo(WEBP, width, height, orientation);
    }

    @Override
    public RgbImage decode() {
        RgbImage picture = frame.lossless ? Vp8lImage.decode(data, frame) : Vp8Frame.decode(data, frame);
        if (frame.width == width && frame.height == height) {
            return picture;
        }
        byte[] canvas = new byte[Math.toIntExact(3L * width * height)];
        for (int y = 0; y < frame.height; y++) {
            System.arraycopy(picture.rgb(), 3 * y * frame.width, canvas,
                    3 * ((frame.top + y) * width + frame.left), 3 * frame.width);
        }
        return new RgbImage(width, height, canvas);
    }

    private static Frame lossy(EncodedBytes bytes, long start, long length) {
        int offset = bytes.index(start, length);
        if ((bytes.u8(start) & 1) != 0 || bytes.u24(start + 3) != 0x2A019D) {
            throw ImageException.damaged(WEBP, "its picture has no beginning");
        }
        int width = bytes.u16(start + 6) & 0x3FFF;
        int height = bytes.u16(start + 8) & 0x3FFF;
        return new Frame(0, 0, width, height, false, offset, (int) length);
    }

    private static Frame lossless(EncodedBytes bytes, long start, long length) {
        int offset = bytes.index(start, length);
        if (bytes.u8(start) != 0x2F) {
            throw ImageException.damaged(WEBP, "its picture has no beginning");
        }
        int sizes = bytes.i32(start + 1);
        int width = (sizes & 0x3FFF) + 1;
        int height = ((sizes >> 14) & 0x3FFF) + 1;
        return new Frame(0, 0, width, height, true, offset, (int) length);
    }

    private static Frame animated(EncodedBytes bytes, long start, long length) {
        long end = start + length;
        int left = 2 * bytes.u24(start);
        int top = 2 * bytes.u24(start + 3);
        long at = start + FRAME_HEADER;
        while (at + 8 <= end) {
            long size = bytes.u32(at + 4);
            String tag = bytes.tag(at);
            if (tag.equals("VP8 ") || tag.equals("VP8L")) {
                Frame still = tag.equals("VP8L") ? lossless(bytes, at + 8, size) : lossy(bytes, at + 8, size);
                return new Frame(left, top, still.width, still.height, still.lossless, still.offset, still.length);
            }
            at += 8 + size + (size & 1);
        }
        throw ImageException.damaged(WEBP, "its first frame holds no picture");
    }
}
