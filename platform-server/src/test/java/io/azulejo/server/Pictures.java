package io.azulejo.server;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

import javax.imageio.ImageIO;

/** Pictures for tests. */
public final class Pictures {

    private Pictures() {}

    /** A filled picture, different for each colour. */
    public static byte[] encoded(String format, int width, int height, int rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(rgb));
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("No writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static byte[] png(int rgb) {
        return encoded("png", 40, 30, rgb);
    }

    /** A small file whose header claims many pixels. */
    public static byte[] pngBomb(int width, int height) {
        byte[] header = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width)
                .putInt(height).put(new byte[]{8, 2, 0, 0, 0}).array();
        byte[] end = "IEND".getBytes(StandardCharsets.US_ASCII);
        byte[] data = "IDAT".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(8 + 25 + 12 + 12);
        file.put(new byte[]{(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        for (byte[] chunk : new byte[][]{header, data, end}) {
            CRC32 crc = new CRC32();
            crc.update(chunk);
            file.putInt(chunk.length - 4).put(chunk).putInt((int) crc.getValue());
        }
        return file.array();
    }
}
