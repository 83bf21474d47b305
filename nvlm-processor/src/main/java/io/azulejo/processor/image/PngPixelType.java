package io.azulejo.processor.image;

import static io.azulejo.processor.image.ImageFormat.PNG;

/**
 * How PNG stores a pixel.
 *
 * @param color which channels there are
 * @param depth bits of a channel
 */
record PngPixelType(Color color, int depth) {

    enum Color {

        GREY(0, 1), RGB(2, 3), PALETTE(3, 1), GREY_ALPHA(4, 2), RGB_ALPHA(6, 4);

        private final int code;
        private final int channels;

        Color(int code, int channels) {
            this.code = code;
            this.channels = channels;
        }
    }

    static PngPixelType of(int code, int depth) {
        for (Color color : Color.values()) {
            if (color.code == code) {
                boolean packed = depth == 1 || depth == 2 || depth == 4;
                boolean allowed = switch (color) {
                    case GREY -> packed || depth == 8 || depth == 16;
                    case PALETTE -> packed || depth == 8;
                    case RGB, GREY_ALPHA, RGB_ALPHA -> depth == 8 || depth == 16;
                };
                if (allowed) {
                    return new PngPixelType(color, depth);
                }
            }
        }
        throw ImageException.damaged(PNG, "there is no colour type " + code + " with " + depth + " bits");
    }

    int bitsPerPixel() {
        return color.channels * depth;
    }
}
