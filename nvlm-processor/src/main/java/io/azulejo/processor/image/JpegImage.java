package io.azulejo.processor.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;

import static io.azulejo.processor.image.ImageFormat.JPEG;

/**
 * JPEG, decoded by the platform's libjpeg. Only the raw components are taken from it: its Java side would apply colour
 * profiles, and reads CMYK in its own way.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record JpegImage(byte[] data, JpegHeader header) implements EncodedImage {

    private static final ImageReaderSpi PROVIDER = PlatformReader.provider("com.sun.imageio.plugins.jpeg");

    private static final int ADOBE_UNTRANSFORMED = 0;
    private static final byte END_OF_IMAGE = (byte) 0xD9;

    static JpegImage open(byte[] data) {
        JpegHeader header = JpegHeader.read(data);
        int components = header.componentIds().length;
        if (components != 1 && components != 3 && components != 4) {
            throw ImageException.unsupported(JPEG, "it has " + components + " colour channels");
        }
        return new JpegImage(data, header);
    }

    @Override
    public ImageInfo info() {
        return new ImageInfo(JPEG, header.width(), header.height(), header.orientation());
    }

    @Override
    public RgbImage decode() {
        byte[] pixels = components();
        byte[] rgb = switch (header.componentIds().length) {
            case 1 -> JpegColors.greyToRgb(pixels);
            case 3 -> {
                if (isYcbcr()) {
                    JpegColors.ycbcrToRgb(pixels, 3);
                }
                yield pixels;
            }
            default -> {
                if (header.adobeTransform() > ADOBE_UNTRANSFORMED) {
                    JpegColors.ycckToCmyk(pixels);
                }
                // Photoshop stores inks inverted, and hardly anyone else writes CMYK: Pillow inverts always.
                JpegColors.invert(pixels);
                yield JpegColors.cmykToRgb(pixels);
            }
        };
        return new RgbImage(header.width(), header.height(), rgb);
    }

    /** libjpeg's rule for three components. */
    private boolean isYcbcr() {
        if (header.jfif()) {
            return true;
        }
        if (header.adobeTransform() >= 0) {
            return header.adobeTransform() != ADOBE_UNTRANSFORMED;
        }
        int[] ids = header.componentIds();
        return !(ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B');
    }

    /** The decoded components, interleaved, after upsampling and before any colour conversion. */
    private byte[] components() {
        ImageReader reader = PlatformReader.reader(PROVIDER);
        try (var input = new MemoryCacheImageInputStream(essence())) {
            boolean[] cutOff = new boolean[1];
            reader.addIIOReadWarningListener((_, warning) -> cutOff[0] |= saysCutOff(warning));
            reader.setInput(input, true, true);
            Raster raster = reader.readRaster(0, null);
            if (cutOff[0]) {
                throw ImageException.cutOff(JPEG);
            }
            byte[] pixels = ((DataBufferByte) raster.getDataBuffer()).getData();
            if (pixels.length != (long) header.width() * header.height() * header.componentIds().length) {
                throw ImageException.damaged(JPEG, "its headers contradict each other");
            }
            return pixels;
        } catch (IOException e) {
            if (!hasEnd()) {
                throw ImageException.cutOff(JPEG);
            }
            throw new ImageException("The JPEG file is damaged and cannot be decoded.", e);
        } finally {
            reader.dispose();
        }
    }

    private InputStream essence() {
        int scans = header.firstScan();
        return new SequenceInputStream(new ByteArrayInputStream(header.tables()),
                new ByteArrayInputStream(data, scans, data.length - scans));
    }

    private boolean hasEnd() {
        for (int i = header.firstScan(); i + 1 < data.length; i++) {
            if (data[i] == (byte) 0xFF && data[i + 1] == END_OF_IMAGE) {
                return true;
            }
        }
        return false;
    }

    private static boolean saysCutOff(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("premature end") || lower.contains("truncated") || lower.contains("missing eoi");
    }
}
