package io.azulejo.server.attachment;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

import io.azulejo.processor.image.ImageDecoder;
import io.azulejo.processor.image.ImageException;
import io.azulejo.processor.image.ImageLimits;
import io.azulejo.processor.image.RgbImage;
import io.azulejo.server.AzulejoProperties;
import io.azulejo.server.web.ProblemException;

/** Reads the pixels of pictures as the models' own processor does, and writes parts of them. Blocks and computes. */
@Component
public class PictureReader {

    private final ImageDecoder decoder = new ImageDecoder();
    /** A picture that is decoded may take hundreds of megabytes. */
    private final Semaphore decoding = new Semaphore(2);
    private final ImageLimits limits;
    private final boolean applyOrientation;

    PictureReader(UploadProperties uploads, AzulejoProperties properties) {
        this.limits = new ImageLimits(uploads.maxPicturePixels(),
                (int) Math.min(Integer.MAX_VALUE, uploads.maxPictureSize().toBytes()));
        this.applyOrientation = properties.images().applyOrientation();
    }

    /**
     * Makes something of a picture's pixels. Only some pictures are decoded at the same time; the others wait.
     *
     * @throws ProblemException 422 where the picture is damaged behind its header
     */
    public <T> T read(byte[] data, Function<RgbImage, T> use) {
        decoding.acquireUninterruptibly();
        try {
            return use.apply(decode(data));
        } finally {
            decoding.release();
        }
    }

    private RgbImage decode(byte[] data) {
        try {
            return decoder.decode(data, applyOrientation, limits);
        } catch (ImageException e) {
            throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "unreadable-picture",
                    "A picture cannot be read", e.reason());
        }
    }

    /** A part of a picture as a PNG, every pixel as it is. */
    public static byte[] png(RgbImage image, int left, int top, int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(part(image, left, top, width, height), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A picture as a JPEG of good quality. */
    static byte[] jpeg(RgbImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(0.85f);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(part(image, 0, 0, image.width(), image.height()), null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static BufferedImage part(RgbImage image, int left, int top, int width, int height) {
        BufferedImage part = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] to = ((DataBufferByte) part.getRaster().getDataBuffer()).getData();
        byte[] from = image.rgb();
        for (int y = 0; y < height; y++) {
            int source = 3 * ((top + y) * image.width() + left);
            int target = 3 * y * width;
            for (int x = 0; x < width; x++, source += 3, target += 3) {
                to[target] = from[source + 2];
                to[target + 1] = from[source + 1];
                to[target + 2] = from[source];
            }
        }
        return part;
    }
}
