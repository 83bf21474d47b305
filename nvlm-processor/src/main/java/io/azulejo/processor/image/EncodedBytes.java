package io.azulejo.processor.image;

import java.nio.charset.StandardCharsets;

/**
 * The bytes of a file, read at any place and never outside: a place past the end means that the file is cut off.
 * Offsets are {@code long} so that sums of sizes from a header cannot wrap.
 */
final class EncodedBytes {

    private final ImageFormat format;
    private final byte[] data;
    private final boolean littleEndian;

    EncodedBytes(ImageFormat format, byte[] data, boolean littleEndian) {
        this.format = format;
        this.data = data;
        this.littleEndian = littleEndian;
    }

    byte[] array() {
        return data;
    }

    int length() {
        return data.length;
    }

    /** The offset as an index, if {@code count} bytes are there. */
    int index(long offset, long count) {
        if (offset < 0 || count < 0 || offset > data.length - count) {
            throw ImageException.cutOff(format);
        }
        return (int) offset;
    }

    boolean has(long offset, long count) {
        return offset >= 0 && count >= 0 && offset <= data.length - count;
    }

    int u8(long offset) {
        return data[index(offset, 1)] & 0xFF;
    }

    int u16(long offset) {
        int at = index(offset, 2);
        int first = data[at] & 0xFF;
        int second = data[at + 1] & 0xFF;
        return littleEndian ? (second << 8) | first : (first << 8) | second;
    }

    int u24(long offset) {
        int outer = u8(littleEndian ? offset + 2 : offset);
        int inner = u16(littleEndian ? offset : offset + 1);
        return (outer << 16) | inner;
    }

    long u32(long offset) {
        return Integer.toUnsignedLong(i32(offset));
    }

    int i32(long offset) {
        int first = u16(offset);
        int second = u16(offset + 2);
        return littleEndian ? (second << 16) | first : (first << 16) | second;
    }

    /** The text is ASCII, as the tags and signatures of picture files are. */
    boolean isAt(long offset, String text) {
        if (!has(offset, text.length())) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (data[(int) offset + i] != (byte) text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    String tag(long offset) {
        return new String(data, index(offset, 4), 4, StandardCharsets.ISO_8859_1);
    }
}
