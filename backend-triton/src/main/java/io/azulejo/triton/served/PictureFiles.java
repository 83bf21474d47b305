package io.azulejo.triton.served;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.processor.EncodedPrompt;
import io.azulejo.processor.image.ImageDecoder;
import io.azulejo.processor.image.ImageException;
import io.azulejo.processor.image.ImageFormat;
import io.azulejo.processor.image.ImageInfo;
import io.azulejo.processor.image.ImageLimits;
import io.azulejo.processor.image.RgbImage;
import io.azulejo.triton.client.Tensor;

/**
 * Pictures in the forms that servers take. A server does not turn photographs upright; so one that is not stored upright
 * is stored anew.
 */
final class PictureFiles {

    /** Where a server takes nothing but JPEG. */
    private static final float JPEG_QUALITY = 0.95f;

    private final ImageDecoder decoder = new ImageDecoder();
    private final ImageLimits limits = ImageLimits.defaults();

    /** The file in base64. */
    String base64(EncodedPrompt.Picture picture) {
        return Base64.getEncoder().encodeToString(upright(picture));
    }

    /** The file as a {@code data:} address. */
    String dataUrl(EncodedPrompt.Picture picture) {
        byte[] file = upright(picture);
        ImageFormat format = guarded(picture, () -> decoder.readInfo(file, limits)).format();
        return "data:image/" + format.name().toLowerCase(Locale.ROOT) + ";base64,"
                + Base64.getEncoder().encodeToString(file);
    }

    /** The picture as a {@code data:} address of a JPEG file, at a little loss where it was none. */
    String jpegUrl(EncodedPrompt.Picture picture) {
        ImageInfo info = guarded(picture, () -> decoder.readInfo(picture.data(), limits));
        byte[] file = info.format() == ImageFormat.JPEG && info.orientation() == 1
                ? picture.data()
                : write(decode(picture), "jpeg");
        return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(file);
    }

    /**
     * The pixels of pictures of one size: uint8 {@code [pictures, height, width, 3]}.
     *
     * @throws UnsupportedRequestException where they differ in size
     */
    Tensor pixels(String name, List<EncodedPrompt.Picture> pictures) {
        List<RgbImage> images = pictures.stream().map(this::decode).toList();
        RgbImage first = images.getFirst();
        ByteArrayOutputStream all = new ByteArrayOutputStream(first.rgb().length * images.size());
        for (RgbImage image : images) {
            if (image.width() != first.width() || image.height() != first.height()) {
                throw new UnsupportedRequestException("This model takes several pictures only where all have one size;"
                        + " here are one of " + first.width() + " x " + first.height() + " and one of "
                        + image.width() + " x " + image.height() + " pixels.", "messages");
            }
            all.writeBytes(image.rgb());
        }
        return Tensor.ofUnsignedBytes(name, all.toByteArray()).reshaped(images.size(), first.height(), first.width(),
                3);
    }

    private byte[] upright(EncodedPrompt.Picture picture) {
        ImageInfo info = guarded(picture, () -> decoder.readInfo(picture.data(), limits));
        return info.orientation() == 1 ? picture.data() : write(decode(picture), "png");
    }

    private RgbImage decode(EncodedPrompt.Picture picture) {
        return guarded(picture, () -> decoder.decode(picture.data(), true, limits));
    }

    private static <T> T guarded(EncodedPrompt.Picture picture, java.util.function.Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ImageException e) {
            throw new InvalidRequestException("Picture " + (picture.index() + 1) + ": " + e.reason(), "messages",
                    InvalidRequestException.INVALID_IMAGE, e);
        }
    }

    private static byte[] write(RgbImage image, String format) {
        BufferedImage pixels = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                pixels.setRGB(x, y, image.pixel(x, y));
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        if (format.equals("jpeg")) {
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(JPEG_QUALITY);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(pixels, null, null), settings);
        } catch (IOException e) {
            throw new UncheckedIOException("A picture cannot be written to memory", e);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }
}
