package io.azulejo.processor.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

import static io.azulejo.processor.image.ImageFormat.TIFF;

/** From the samples of a decoded TIFF page to RGB, without the colour conversions of {@code java.awt}. */
final class TiffPixels {

    private TiffPixels() {}

    static RgbImage toRgb(BufferedImage image, TiffDirectory directory) {
        Raster raster = image.getRaster();
        int width = raster.getWidth();
        int height = raster.getHeight();
        if (width != directory.width() || height != directory.height()) {
            throw ImageException.damaged(TIFF, "its headers contradict each other");
        }
        int bands = raster.getNumBands();
        boolean cmyk = directory.photometric() == TiffDirectory.Photometric.CMYK;
        if (cmyk && bands < 4) {
            throw ImageException.damaged(TIFF, "it has too few channels");
        }
        byte[] rgb = new byte[Math.toIntExact(3L * width * height)];
        byte[] inks = new byte[cmyk ? 4 * width : 0];
        int[] row = new int[bands * width];
        int shift = Math.max(raster.getSampleModel().getSampleSize(0) - 8, 0);
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            int target = 3 * y * width;
            if (image.getColorModel() instanceof IndexColorModel colors) {
                for (int x = 0; x < width; x++) {
                    int color = colors.getRGB(row[bands * x]);
                    rgb[target + 3 * x] = (byte) (color >> 16);
                    rgb[target + 3 * x + 1] = (byte) (color >> 8);
                    rgb[target + 3 * x + 2] = (byte) color;
                }
            } else if (cmyk) {
                for (int i = 0; i < inks.length; i++) {
                    inks[i] = (byte) (row[i / 4 * bands + i % 4] >> shift);
                }
                System.arraycopy(JpegColors.cmykToRgb(inks), 0, rgb, target, 3 * width);
            } else {
                int green = bands >= 3 ? 1 : 0;
                int blue = bands >= 3 ? 2 : 0;
                for (int x = 0; x < width; x++) {
                    rgb[target + 3 * x] = (byte) (row[bands * x] >> shift);
                    rgb[target + 3 * x + 1] = (byte) (row[bands * x + green] >> shift);
                    rgb[target + 3 * x + 2] = (byte) (row[bands * x + blue] >> shift);
                }
            }
        }
        return new RgbImage(width, height, rgb);
    }
}
