package io.azulejo.processor.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;

import static io.azulejo.processor.image.ImageFormat.TIFF;

/**
 * The first page of a TIFF file. Its orientation is part of the format, and Pillow always applies it: the picture is
 * upright already, whatever the setting.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record TiffImage(byte[] data, TiffDirectory directory) implements EncodedImage {

    private static final ImageReaderSpi PROVIDER = PlatformReader.provider("com.sun.imageio.plugins.tiff");

    static TiffImage open(byte[] data) {
        return new TiffImage(data, TiffDirectory.read(data));
    }

    @Override
    public ImageInfo info() {
        ImageInfo stored = new ImageInfo(TIFF, directory.width(), directory.height(), directory.orientation());
        return new ImageInfo(TIFF, stored.uprightWidth(), stored.uprightHeight(), Orientation.UPRIGHT);
    }

    @Override
    public RgbImage decode() {
        ImageReader reader = PlatformReader.reader(PROVIDER);
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(data))) {
            reader.setInput(input, true, true);
            BufferedImage image = reader.read(0);
            return Orientation.apply(TiffPixels.toRgb(image, directory), directory.orientation());
        } catch (IOException e) {
            throw new ImageException("The TIFF file is damaged and cannot be decoded.", e);
        } finally {
            reader.dispose();
        }
    }
}
