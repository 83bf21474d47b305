package io.azulejo.server.attachment;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** The kinds of pictures that are taken, told by the first bytes and never by a name or a declared type. */
enum PictureType {

    JPEG("image/jpeg"), PNG("image/png"), GIF("image/gif"), WEBP("image/webp"), BMP("image/bmp"), TIFF("image/tiff");

    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private final String mediaType;

    PictureType(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    static @Nullable PictureType of(byte[] data) {
        if (data.length >= 3 && (data[0] & 0xFF) == 0xFF && (data[1] & 0xFF) == 0xD8 && (data[2] & 0xFF) == 0xFF) {
            return JPEG;
        }
        if (Arrays.equals(data, 0, Math.min(8, data.length), PNG_SIGNATURE, 0, 8)) {
            return PNG;
        }
        if (has(data, 0, "GIF87a") || has(data, 0, "GIF89a")) {
            return GIF;
        }
        if (has(data, 0, "RIFF") && has(data, 8, "WEBP")) {
            return WEBP;
        }
        if (has(data, 0, "BM") && data.length >= 26) {
            return BMP;
        }
        if (has(data, 0, "II*\0") || has(data, 0, "MM\0*")) {
            return TIFF;
        }
        return null;
    }

    static boolean has(byte[] data, int offset, String ascii) {
        byte[] wanted = ascii.getBytes(StandardCharsets.US_ASCII);
        return data.length >= offset + wanted.length
                && Arrays.equals(data, offset, offset + wanted.length, wanted, 0, wanted.length);
    }
}
