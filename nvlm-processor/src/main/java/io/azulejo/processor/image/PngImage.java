package io.azulejo.processor.image;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

import static io.azulejo.processor.image.ImageFormat.PNG;

/**
 * PNG. The default picture of an animated one. Transparency, gamma and colour profiles are ignored.
 *
 * @param width columns
 * @param height rows
 * @param type how a pixel is stored
 * @param interlaced whether the pixels come in Adam7's seven passes
 * @param palette red, green, blue of each colour; empty without one
 * @param pixelData where the compressed pixels lie in the file
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record PngImage(byte[] data, int width, int height, PngPixelType type, boolean interlaced, int orientation,
        byte[] palette, List<Chunk> pixelData) implements EncodedImage {

    private static final int SIGNATURE = 8;
    private static final int HEADER_LENGTH = 13;

    record Chunk(int offset, int length) {}

    static PngImage open(byte[] data) {
        EncodedBytes bytes = new EncodedBytes(PNG, data, false);
        if (bytes.u32(SIGNATURE) != HEADER_LENGTH || !bytes.isAt(SIGNATURE + 4, "IHDR")) {
            throw ImageException.damaged(PNG, "its header is missing");
        }
        int header = SIGNATURE + 8;
        checkSum(bytes, header, HEADER_LENGTH);
        if (bytes.u8(header + 10) != 0 || bytes.u8(header + 11) != 0 || bytes.u8(header + 12) > 1) {
            throw ImageException.unsupported(PNG, "its compression, filter or interlace method is unknown");
        }
        PngPixelType type = PngPixelType.of(bytes.u8(header + 9), bytes.u8(header + 8));
        int orientation = Orientation.UPRIGHT;
        byte[] palette = {};
        List<Chunk> pixelData = new ArrayList<>();
        long at = header + HEADER_LENGTH + 4L;
        while (bytes.has(at, 8)) {
            long length = bytes.u32(at);
            long start = at + 8;
            switch (bytes.tag(at + 4)) {
                case "PLTE" -> {
                    checkSum(bytes, start, length);
                    palette = java.util.Arrays.copyOfRange(data, (int) start, (int) (start + Math.min(length, 768)));
                }
                // The last chunk may be cut off: whether pixels are missing shows when they are decoded.
                case "IDAT" -> pixelData
                        .add(new Chunk((int) start, (int) Math.min(length, bytes.length() - start)));
                case "eXIf" -> {
                    if (bytes.has(start, length)) {
                        orientation = Orientation.inExif(PNG, data, (int) start, (int) length);
                    }
                }
                default -> {
                }
            }
            if (bytes.isAt(at + 4, "IEND")) {
                break;
            }
            at = start + length + 4;
        }
        return new PngImage(data, side(bytes.u32(header)), side(bytes.u32(header + 4)), type,
                bytes.u8(header + 12) == 1, orientation, palette, List.copyOf(pixelData));
    }

    @Override
    public ImageInfo info() {
        return new ImageInfo(PNG, width, height, orientation);
    }

    @Override
    public RgbImage decode() {
        if (pixelData.isEmpty()) {
            throw ImageException.cutOff(PNG);
        }
        return new PngDecoder(this).decode();
    }

    private static int side(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    private static void checkSum(EncodedBytes bytes, long start, long length) {
        long stored = bytes.u32(start + length);
        CRC32 crc = new CRC32();
        crc.update(bytes.array(), bytes.index(start - 4, length + 4), (int) length + 4);
        if (crc.getValue() != stored) {
            throw ImageException.damaged(PNG, "the checksum of its header is wrong");
        }
    }
}
