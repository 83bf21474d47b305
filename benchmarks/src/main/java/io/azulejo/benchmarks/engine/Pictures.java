package io.azulejo.benchmarks.engine;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;

import javax.imageio.ImageIO;

/** Pictures, each different: a gradient with coloured shapes, as PNG. */
public final class Pictures {

    private static final int TILE = 448;

    private Pictures() {}

    /** Six tiles and their thumbnail. */
    static byte[] sevenTiles(long seed) {
        return png(3 * TILE, 2 * TILE, seed);
    }

    static byte[] oneTile(long seed) {
        return png(TILE, TILE, seed);
    }

    /** A picture of any size. */
    public static byte[] png(int width, int height, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, color(random), width, height, color(random)));
        graphics.fillRect(0, 0, width, height);
        for (int i = 0; i < 200; i++) {
            graphics.setPaint(color(random));
            graphics.fillOval(random.nextInt(width), random.nextInt(height), 8 + random.nextInt(80),
                    8 + random.nextInt(80));
        }
        graphics.dispose();
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Color color(Random random) {
        return new Color(random.nextInt(1 << 24));
    }
}
