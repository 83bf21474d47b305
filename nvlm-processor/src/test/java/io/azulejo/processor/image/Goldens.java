package io.azulejo.processor.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What {@code src/test/python/images_golden.py} recorded. */
final class Goldens {

    /** A recorded picture file: its size as stored and upright. */
    record PictureFile(String name, int width, int height, int uprightWidth, int uprightHeight) {

        byte[] data() {
            return bytes("files/" + name);
        }

        /** Pillow's pixels as stored. */
        byte[] pixels() {
            return bytes("files/" + name + ".rgb");
        }

        byte[] uprightPixels() {
            String resource = "/images/files/" + name + ".upright.rgb";
            return Goldens.class.getResource(resource) == null ? pixels() : bytes("files/" + name + ".upright.rgb");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Goldens() {}

    static List<PictureFile> pictureFiles() {
        return rows("files.csv").stream().map(row -> new PictureFile(row[0], Integer.parseInt(row[1]),
                Integer.parseInt(row[2]), Integer.parseInt(row[3]), Integer.parseInt(row[4]))).toList();
    }

    static byte[] file(String name) {
        return bytes("files/" + name);
    }

    static List<String[]> rows(String table) {
        return new String(bytes(table), StandardCharsets.UTF_8).lines().map(line -> line.split(",", -1)).toList();
    }

    static byte[] bytes(String name) {
        try (InputStream stream = Goldens.class.getResourceAsStream("/images/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("no recorded file " + name);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The picture that the recording script computes under the same name. */
    static RgbImage computed(int width, int height, int seed) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            long mixed = (i + (long) seed) * 2_654_435_761L & 0xFFFFFFFFL;
            int value = (int) (mixed >> 13) & 0x1FF;
            rgb[i] = (byte) (value <= 255 ? value : (value & 1) == 1 ? 255 : 0);
        }
        return new RgbImage(width, height, rgb);
    }

    static String sha256(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
