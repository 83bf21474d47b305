package io.azulejo.processor.image;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads picture files from anyone. Whatever the bytes are, the outcome is a picture or an {@link ImageException}. The
 * pixels are those of Pillow's {@code convert("RGB")}: colour profiles and gamma are ignored, transparency is dropped
 * and not blended with a background, of several frames or pages the first is taken.
 *
 * <p>Thread-safe.
 */
public final class ImageDecoder {

    private static final Logger log = LoggerFactory.getLogger(ImageDecoder.class);

    /**
     * Reads the header only: no pixel is decoded and no memory in proportion to the picture is taken.
     *
     * @throws ImageException if this is no picture in a known format, or one outside the limits
     */
    public ImageInfo readInfo(byte[] data, ImageLimits limits) {
        return guarded(() -> open(data, limits).info());
    }

    /**
     * Decodes a picture.
     *
     * @param applyOrientation whether to turn the picture as its EXIF orientation says; the model card does not
     * @throws ImageException if this is no picture in a known format, one outside the limits, or damaged or cut off
     */
    public RgbImage decode(byte[] data, boolean applyOrientation, ImageLimits limits) {
        return guarded(() -> {
            EncodedImage image = open(data, limits);
            RgbImage stored = image.decode();
            return applyOrientation ? Orientation.apply(stored, image.info().orientation()) : stored;
        });
    }

    private static EncodedImage open(byte[] data, ImageLimits limits) {
        limits.checkBytes(data.length);
        EncodedImage image = switch (sniff(data)) {
            case JPEG -> JpegImage.open(data);
            case PNG -> PngImage.open(data);
            case GIF -> GifImage.open(data);
            case WEBP -> WebpImage.open(data);
            case BMP -> BmpImage.open(data);
            case TIFF -> TiffImage.open(data);
        };
        limits.checkSize(image.info().width(), image.info().height());
        return image;
    }

    private static ImageFormat sniff(byte[] data) {
        EncodedBytes bytes = new EncodedBytes(ImageFormat.JPEG, data, false);
        if (bytes.isAt(0, "\u00FF\u00D8\u00FF")) {
            return ImageFormat.JPEG;
        }
        if (bytes.isAt(0, "\u0089PNG\r\n\u001A\n")) {
            return ImageFormat.PNG;
        }
        if (bytes.isAt(0, "GIF87a") || bytes.isAt(0, "GIF89a")) {
            return ImageFormat.GIF;
        }
        if (bytes.isAt(0, "RIFF") && bytes.isAt(8, "WEBP")) {
            return ImageFormat.WEBP;
        }
        if (bytes.isAt(0, "BM")) {
            return ImageFormat.BMP;
        }
        if (bytes.isAt(0, "II*\0") || bytes.isAt(0, "MM\0*")) {
            return ImageFormat.TIFF;
        }
        throw new ImageException("This is not a picture that can be read. JPEG, PNG, GIF, WebP, BMP and TIFF can be.");
    }

    /** The decoders of the libraries answer broken files with any exception. */
    private static <T> T guarded(java.util.function.Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ImageException e) {
            throw e;
        } catch (RuntimeException e) {
            log.debug("a decoder failed", e);
            throw new ImageException("The picture is damaged and cannot be read.", e);
        } catch (OutOfMemoryError e) {
            // One array was too large for what is left of the heap; the array is gone, so the process is well.
            throw new ImageException("The picture is too large for the memory that is free. Send it smaller.", e);
        }
    }
}
