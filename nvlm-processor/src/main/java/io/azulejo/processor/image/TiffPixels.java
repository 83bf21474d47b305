package io.azulejo.processor.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

import static io.azulejo.processor.image.ImageFormat.TIFF;

/** From the samples of a decoded TIFF page to RGB, without the colour conversions of {@code java.awt}. */
final class TiffPixels {

    private final TiffDirectory directory;
    private final Raster raster;
    private final int width;
    private final int bands;
    private final byte[] rgb;
    private final int[] row;

    private TiffPixels(Raster raster, TiffDirectory directory) {
        this.raster = raster;
        this.directory = directory;
        this.width = raster.getWidth();
        this.bands = raster.getNumBands();
        this.rgb = new byte[Math.toIntExact(3L * width * raster.getHeight())];
        this.row = new int[bands * width];
    }

    static RgbImage toRgb(BufferedImage image, TiffDirectory directory) {
        Raster raster = image.getRaster();
        if (raster.getWidth() != directory.width() || raster.getHeight() != directory.height()) {
            throw ImageException.damaged(TIFF, "its headers contradict each other");
        }
        TiffPixels pixels = new TiffPixels(raster, directory);
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, pixels.width, 1, pixels.row);
            int target = 3 * y * pixels.width;
            switch (directory.photometric()) {
                case PALETTE -> pixels.palette(directory.palette(), target);
                case CMYK -> pixels.cmyk(target);
                case RGB, YCBCR -> pixels.copy(target);
                default -> {
                    // The platform gives greys of fewer than 8 bits, and reversed ones, a palette.
                    if (image.getColorModel() instanceof IndexColorModel colors) {
                        pixels.palette(greys(colors), target);
                    } else {
                        pixels.grey(target);
                    }
                }
            }
        }
        return new RgbImage(pixels.width, raster.getHeight(), pixels.rgb);
    }

    private void palette(byte[] palette, int target) {
        for (int x = 0; x < width; x++) {
            int color = 3 * row[bands * x];
            if (color + 2 < palette.length) {
                System.arraycopy(palette, color, rgb, target + 3 * x, 3);
            }
        }
    }

    private void cmyk(int target) {
        require(4);
        byte[] inks = new byte[4 * width];
        for (int i = 0; i < inks.length; i++) {
            inks[i] = highByte(row[i / 4 * bands + i % 4]);
        }
        System.arraycopy(JpegColors.cmykToRgb(inks), 0, rgb, target, 3 * width);
    }

    private void copy(int target) {
        require(3);
        for (int x = 0; x < width; x++) {
            rgb[target + 3 * x] = highByte(row[bands * x]);
            rgb[target + 3 * x + 1] = highByte(row[bands * x + 1]);
            rgb[target + 3 * x + 2] = highByte(row[bands * x + 2]);
        }
        if (directory.premultiplied() && bands == 4) {
            divideByAlpha(target);
        }
    }

    private void divideByAlpha(int target) {
        for (int x = 0; x < width; x++) {
            int alpha = highByte(row[4 * x + 3]) & 0xFF;
            for (int i = target + 3 * x, end = i + 3; i < end; i++) {
                rgb[i] = alpha == 0 ? 0 : (byte) Math.min((rgb[i] & 0xFF) * 255 / alpha, 255);
            }
        }
    }

    /** Of 16 bits of grey Pillow cuts off what is above 255. */
    private void grey(int target) {
        for (int x = 0; x < width; x++) {
            byte value = (byte) Math.min(row[bands * x], 255);
            rgb[target + 3 * x] = value;
            rgb[target + 3 * x + 1] = value;
            rgb[target + 3 * x + 2] = value;
        }
    }

    private byte highByte(int sample) {
        return (byte) (directory.bits() == 16 ? sample >> 8 : sample);
    }

    private void require(int channels) {
        if (bands < channels || raster.getSampleModel().getSampleSize(0) < 8) {
            throw ImageException.unsupported(TIFF, "its colours are stored in an unusual way");
        }
    }

    private static byte[] greys(IndexColorModel colors) {
        byte[] palette = new byte[3 * colors.getMapSize()];
        for (int i = 0; i < colors.getMapSize(); i++) {
            palette[3 * i] = (byte) colors.getRed(i);
            palette[3 * i + 1] = (byte) colors.getGreen(i);
            palette[3 * i + 2] = (byte) colors.getBlue(i);
        }
        return palette;
    }
}
