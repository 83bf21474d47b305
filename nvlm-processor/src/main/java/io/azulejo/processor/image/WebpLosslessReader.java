package io.azulejo.processor.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;

import static io.azulejo.processor.image.ImageFormat.WEBP;

/** Decodes a lossless WebP picture with TwelveMonkeys, which is given a file that holds nothing else. */
final class WebpLosslessReader {

    private static final ImageReaderSpi PROVIDER = new WebPImageReaderSpi();

    private static final int LOOKAHEAD = 16;

    private WebpLosslessReader() {}

    static RgbImage decode(byte[] data, WebpImage.Frame frame) {
        ImageReader reader = PlatformReader.reader(PROVIDER);
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(alone(data, frame)))) {
            reader.setInput(input, true, true);
            BufferedImage image = reader.read(0);
            return new RgbImage(frame.width(), frame.height(), rgb(image.getRaster(), frame));
        } catch (IOException e) {
            throw new ImageException("The WebP file is damaged and cannot be decoded.", e);
        } finally {
            reader.dispose();
        }
    }

    private static byte[] rgb(Raster raster, WebpImage.Frame frame) {
        if (raster.getWidth() != frame.width() || raster.getHeight() != frame.height()) {
            throw ImageException.damaged(WEBP, "its headers contradict each other");
        }
        byte[] rgb = new byte[Math.toIntExact(3L * frame.width() * frame.height())];
        int bands = raster.getNumBands();
        byte[] row = new byte[bands * frame.width()];
        int target = 0;
        for (int y = 0; y < frame.height(); y++) {
            raster.getDataElements(0, y, frame.width(), 1, row);
            for (int i = 0; i < row.length; i += bands, target += 3) {
                rgb[target] = row[i];
                rgb[target + 1] = row[i + 1];
                rgb[target + 2] = row[i + 2];
            }
        }
        return rgb;
    }

    private static byte[] alone(byte[] data, WebpImage.Frame frame) {
        // The reader looks a few bytes ahead, also past the end.
        int padded = frame.length() + LOOKAHEAD + (frame.length() & 1);
        return ByteBuffer.allocate(20 + padded).order(ByteOrder.LITTLE_ENDIAN).put(ascii("RIFF")).putInt(12 + padded)
                .put(ascii("WEBP")).put(ascii("VP8L")).putInt(padded)
                .put(data, frame.offset(), frame.length()).array();
    }

    private static byte[] ascii(String tag) {
        return tag.getBytes(StandardCharsets.US_ASCII);
    }
}
