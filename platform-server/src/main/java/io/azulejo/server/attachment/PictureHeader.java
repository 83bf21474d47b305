package io.azulejo.server.attachment;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * What a picture's header tells, read without decoding a pixel.
 *
 * @param width pixels as stored, before any EXIF turn
 * @param height pixels as stored
 */
record PictureHeader(PictureType type, int width, int height) {

    /** @throws IOException where the header cannot be read or the data ends too early */
    static PictureHeader read(PictureType type, byte[] data) throws IOException {
        try {
            PictureHeader header = type == PictureType.WEBP ? webp(data) : byImageIo(type, data);
            if (header.width <= 0 || header.height <= 0) {
                throw new IOException("it has no pixels");
            }
            if (!isComplete(type, data)) {
                throw new IOException("it is cut off before its end");
            }
            return header;
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("it is cut off in its header", e);
        }
    }

    private static PictureHeader byImageIo(PictureType type, byte[] data) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(type.mediaType());
        if (!readers.hasNext()) {
            throw new IOException("there is no reader for " + type.mediaType());
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(data))) {
            reader.setInput(in, true, true);
            return new PictureHeader(type, reader.getWidth(0), reader.getHeight(0));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IOException("its header is damaged", e);
        } finally {
            reader.dispose();
        }
    }

    /** Layout of https://developers.google.com/speed/webp/docs/riff_container. */
    private static PictureHeader webp(byte[] data) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        if (PictureType.has(data, 12, "VP8X")) {
            return new PictureHeader(PictureType.WEBP, 1 + (bytes.getInt(24) & 0xFFFFFF),
                    1 + ((bytes.getInt(26) >>> 8) & 0xFFFFFF));
        }
        if (PictureType.has(data, 12, "VP8L")) {
            int packed = bytes.getInt(21);
            return new PictureHeader(PictureType.WEBP, 1 + (packed & 0x3FFF), 1 + ((packed >>> 14) & 0x3FFF));
        }
        if (PictureType.has(data, 12, "VP8 ")) {
            return new PictureHeader(PictureType.WEBP, bytes.getShort(26) & 0x3FFF, bytes.getShort(28) & 0x3FFF);
        }
        throw new IOException("its header is damaged");
    }

    private static boolean isComplete(PictureType type, byte[] data) {
        return switch (type) {
            case JPEG -> jpegIsComplete(data);
            case PNG -> pngIsComplete(data);
            case WEBP -> data.length >= 8 + Integer.toUnsignedLong(
                    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getInt(4)) - 1;
            case GIF, BMP, TIFF -> true; // Their ends say nothing; whoever decodes them finds out.
        };
    }

    /** The end marker must come after the scan starts; one before belongs to a thumbnail. */
    private static boolean jpegIsComplete(byte[] data) {
        int at = 2;
        while (at + 4 <= data.length) {
            int marker = data[at + 1] & 0xFF;
            if ((data[at] & 0xFF) != 0xFF) {
                return false;
            }
            if (marker == 0xFF) {
                at++;
                continue;
            }
            int length = ((data[at + 2] & 0xFF) << 8) | (data[at + 3] & 0xFF);
            at += 2 + length;
            if (marker == 0xDA) {
                break;
            }
        }
        for (int i = at; i + 1 < data.length; i++) {
            if ((data[i] & 0xFF) == 0xFF && (data[i + 1] & 0xFF) == 0xD9) {
                return true;
            }
        }
        return false;
    }

    private static boolean pngIsComplete(byte[] data) {
        ByteBuffer bytes = ByteBuffer.wrap(data);
        long at = 8;
        while (at + 12 <= data.length) {
            if (PictureType.has(data, (int) at + 4, "IEND")) {
                return true;
            }
            at += 12 + Integer.toUnsignedLong(bytes.getInt((int) at));
        }
        return false;
    }
}
