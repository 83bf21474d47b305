package io.azulejo.processor.image;

import java.io.ByteArrayOutputStream;

import static io.azulejo.processor.image.ImageFormat.JPEG;

/**
 * What the marker segments before the first scan say.
 *
 * @param width columns
 * @param height rows
 * @param componentIds identifiers of the components, one to four
 * @param jfif whether there is a JFIF segment, which promises YCbCr
 * @param adobeTransform the colour transform in Adobe's segment, or -1 without one
 * @param orientation EXIF's, 1 to 8
 * @param tables the file up to its first scan, without application data and comments: nothing in it asks for colour
 *            management
 * @param firstScan where the first scan begins in the file; the rest is used as it is
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record JpegHeader(int width, int height, int[] componentIds, boolean jfif, int adobeTransform, int orientation,
        byte[] tables, int firstScan) {

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DHT = 0xC4;
    private static final int DAC = 0xCC;
    private static final int JPG = 0xC8;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COM = 0xFE;

    /** More scans than any encoder writes; each costs a pass over the whole picture. */
    private static final int MAX_SCANS = 100;

    static JpegHeader read(byte[] data) {
        EncodedBytes bytes = new EncodedBytes(JPEG, data, false);
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        tables.write(data, 0, 2);
        int width = 0;
        int height = 0;
        int[] ids = {};
        boolean jfif = false;
        int adobe = -1;
        int orientation = 0;
        long at = 2;
        while (true) {
            // Anything may stand before a marker, as libjpeg allows, and any number of 0xFF is a marker's beginning.
            while (bytes.u8(at) != 0xFF) {
                at++;
            }
            while (bytes.u8(at) == 0xFF) {
                at++;
            }
            int marker = bytes.u8(at++);
            if (marker == 0 || marker == 1 || (marker >= 0xD0 && marker <= SOI)) {
                continue;
            }
            if (marker == EOI) {
                throw ImageException.damaged(JPEG, "it ends before its pixels");
            }
            int length = bytes.u16(at);
            if (length < 2) {
                throw ImageException.damaged(JPEG, "a segment's length is wrong");
            }
            int start = bytes.index(at, length);
            if (marker == SOS) {
                break;
            }
            if (isFrame(marker)) {
                if (ids.length > 0) {
                    throw ImageException.damaged(JPEG, "it holds two pictures in one");
                }
                checkFrame(marker, bytes.u8(at + 2));
                height = bytes.u16(at + 3);
                width = bytes.u16(at + 5);
                ids = new int[bytes.u8(at + 7)];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = bytes.u8(at + 8 + 3L * i);
                }
            } else if (marker == APP0) {
                jfif |= length >= 7 && bytes.isAt(at + 2, "JFIF\0");
            } else if (marker == APP1 && orientation == 0 && length >= 8 && bytes.isAt(at + 2, "Exif\0\0")) {
                orientation = Orientation.inExif(JPEG, data, start + 2, length - 2);
            } else if (marker == APP14 && length >= 14 && bytes.isAt(at + 2, "Adobe")) {
                adobe = bytes.u8(at + 13);
            }
            if (marker != COM && (marker < APP0 || marker > APP15)) {
                tables.write(0xFF);
                tables.write(marker);
                tables.write(data, start, length);
            }
            at += length;
        }
        if (ids.length == 0) {
            throw ImageException.damaged(JPEG, "its size is missing");
        }
        int scan = (int) at - 2;
        checkScans(data, scan);
        return new JpegHeader(width, height, ids, jfif, adobe, Math.max(orientation, Orientation.UPRIGHT),
                tables.toByteArray(), scan);
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != DHT && marker != JPG && marker != DAC;
    }

    private static void checkFrame(int marker, int precision) {
        if (marker > 0xC2) {
            throw ImageException.unsupported(JPEG, switch (marker) {
                case 0xC9, 0xCA -> "it uses arithmetic coding";
                case 0xC3 -> "it is a lossless JPEG";
                default -> "it is hierarchical";
            });
        }
        if (precision != 8) {
            throw ImageException.unsupported(JPEG, "it has " + precision + " bits a channel instead of 8");
        }
    }

    private static void checkScans(byte[] data, int from) {
        int scans = 0;
        for (int i = from; i + 1 < data.length; i++) {
            if (data[i] == (byte) 0xFF && data[i + 1] == (byte) SOS && ++scans > MAX_SCANS) {
                throw ImageException.unsupported(JPEG, "it has more than " + MAX_SCANS + " scans");
            }
        }
    }
}
