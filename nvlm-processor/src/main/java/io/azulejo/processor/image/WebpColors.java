package io.azulejo.processor.image;

/**
 * From luma and halved chroma to RGB as libwebp does it by default: chroma weighted 9, 3, 3, 1 of the four nearest, then
 * fixed-point arithmetic.
 */
final class WebpColors {

    private final Vp8Planes planes;
    private final int width;
    private final byte[] rgb;

    private WebpColors(Vp8Planes planes, int width, int height) {
        this.planes = planes;
        this.width = width;
        this.rgb = new byte[Math.toIntExact(3L * width * height)];
    }

    static RgbImage toRgb(Vp8Planes planes, int width, int height) {
        WebpColors colors = new WebpColors(planes, width, height);
        for (int y = 0; y < height; y++) {
            // Rows 1 and 2 lie between rows 0 and 1 of chroma, and so on; the first and the last have one only.
            int near = y / 2;
            int far = Math.clamp(y % 2 == 0 ? near - 1 : near + 1, 0, (height + 1) / 2 - 1);
            colors.row(y, near * planes.chromaStride(), far * planes.chromaStride());
        }
        return new RgbImage(width, height, colors.rgb);
    }

    private void row(int y, int near, int far) {
        byte[] u = planes.u();
        byte[] v = planes.v();
        int luma = y * planes.lumaStride();
        int target = 3 * y * width;
        pixel(target, luma, edge(u, near, far, 0), edge(v, near, far, 0));
        int pairs = (width - 1) / 2;
        for (int x = 1; x <= pairs; x++) {
            int left = 2 * x - 1;
            pixel(target + 3 * left, luma + left, between(u, near, far, x - 1, x), between(v, near, far, x - 1, x));
            pixel(target + 3 * left + 3, luma + left + 1, between(u, near, far, x, x - 1),
                    between(v, near, far, x, x - 1));
        }
        if (width % 2 == 0) {
            int last = width - 1;
            pixel(target + 3 * last, luma + last, edge(u, near, far, pairs), edge(v, near, far, pairs));
        }
    }

    private static int edge(byte[] plane, int near, int far, int x) {
        return (3 * (plane[near + x] & 0xFF) + (plane[far + x] & 0xFF) + 2) >> 2;
    }

    /** The chroma of a pixel in the near row, next to column {@code x} and further from {@code other}; rounded twice. */
    private static int between(byte[] plane, int near, int far, int x, int other) {
        int nearest = plane[near + x] & 0xFF;
        int beside = plane[near + other] & 0xFF;
        int above = plane[far + x] & 0xFF;
        int opposite = plane[far + other] & 0xFF;
        int diagonal = (nearest + opposite + 3 * (beside + above) + 8) >> 3;
        return (diagonal + nearest) >> 1;
    }

    private void pixel(int target, int luma, int u, int v) {
        int y = scaled(planes.y()[luma] & 0xFF, 19077);
        rgb[target] = clip(y + scaled(v, 26149) - 14234);
        rgb[target + 1] = clip(y - scaled(u, 6419) - scaled(v, 13320) + 8708);
        rgb[target + 2] = clip(y + scaled(u, 33050) - 17685);
    }

    private static int scaled(int value, int factor) {
        return (value * factor) >> 8;
    }

    private static byte clip(int value) {
        return (byte) Math.clamp(value >> 6, 0, 255);
    }
}
