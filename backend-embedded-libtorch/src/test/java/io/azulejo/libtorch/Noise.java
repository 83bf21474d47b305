package io.azulejo.libtorch;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;

import javax.imageio.ImageIO;

/** Pictures of coloured noise, the same for the same seed. */
final class Noise {

    private Noise() {}

    static byte[] png(int width, int height, long seed) {
        return write("png", width, height, seed);
    }

    static byte[] jpeg(int width, int height, long seed) {
        return write("jpg", width, height, seed);
    }

    private static byte[] write(String format, int width, int height, long seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, random.nextInt(1 << 24));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
