package io.azulejo.processor;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;

import javax.imageio.ImageIO;

/** Makes picture files of given sizes. */
final class TestPictures {

    private TestPictures() {}

    static byte[] png(int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static ChatMessage.PicturePart part(int width, int height) {
        return new ChatMessage.PicturePart(png(width, height), OptionalInt.empty());
    }
}
