package io.azulejo.processor.image;

import java.util.ArrayDeque;
import java.util.Deque;

import static io.azulejo.processor.image.ImageFormat.WEBP;

/** Decodes a lossless WebP picture, as RFC 9649 describes the format. */
final class Vp8lImage {

    private static final int PREDICTOR = 0;
    private static final int CROSS_COLOR = 1;
    private static final int SUBTRACT_GREEN = 2;
    private static final int TRANSFORM_KINDS = 4;

    /** Signature, sizes, whether there is transparency, version. */
    private static final int HEADER = 5;

    private final Vp8lBits bits;
    private final int height;
    /** The last one is undone first. */
    private final Deque<Vp8lTransform> transforms = new ArrayDeque<>();
    private int width;

    private Vp8lImage(Vp8lBits bits, int width, int height) {
        this.bits = bits;
        this.width = width;
        this.height = height;
    }

    static RgbImage decode(byte[] data, WebpImage.Frame frame) {
        if ((data[frame.offset() + HEADER - 1] & 0xE0) != 0) {
            throw ImageException.unsupported(WEBP, "it is of a later version");
        }
        int end = frame.offset() + frame.length();
        Vp8lBits bits = new Vp8lBits(data, frame.offset() + HEADER, end);
        int[] pixels = new Vp8lImage(bits, frame.width(), frame.height()).decode();
        byte[] rgb = new byte[Math.toIntExact(3L * pixels.length)];
        int target = 0;
        for (int argb : pixels) {
            rgb[target] = (byte) (argb >> 16);
            rgb[target + 1] = (byte) (argb >> 8);
            rgb[target + 2] = (byte) argb;
            target += 3;
        }
        return new RgbImage(frame.width(), frame.height(), rgb);
    }

    private int[] decode() {
        boolean[] seen = new boolean[TRANSFORM_KINDS];
        while (bits.flag()) {
            int kind = bits.read(2);
            if (seen[kind]) {
                throw ImageException.damaged(WEBP, "it names a transform twice");
            }
            seen[kind] = true;
            transforms.push(switch (kind) {
                case PREDICTOR -> {
                    int side = 2 + bits.read(3);
                    yield new Vp8lTransform.Predictor(side, blocks(side));
                }
                case CROSS_COLOR -> {
                    int side = 2 + bits.read(3);
                    yield new Vp8lTransform.CrossColor(side, blocks(side));
                }
                case SUBTRACT_GREEN -> new Vp8lTransform.SubtractGreen();
                default -> colorIndexing();
            });
        }
        int[] pixels = Vp8lPixels.read(bits, width, height, true);
        for (Vp8lTransform transform : transforms) {
            pixels = transform.undo(pixels, width, height);
            if (transform instanceof Vp8lTransform.ColorIndexing indexing) {
                width = indexing.width();
            }
        }
        return pixels;
    }

    private int[] blocks(int side) {
        return Vp8lPixels.read(bits, Vp8lPixels.blocks(width, side), Vp8lPixels.blocks(height, side), false);
    }

    /** The palette is stored as differences; from here on the picture is narrower if its colours are few. */
    private Vp8lTransform colorIndexing() {
        int colors = 1 + bits.read(8);
        int packing = colors > 16 ? 0 : colors > 4 ? 1 : colors > 2 ? 2 : 3;
        int[] palette = Vp8lPixels.read(bits, colors, 1, false);
        for (int i = 1; i < colors; i++) {
            palette[i] = Vp8lPrediction.add(palette[i], palette[i - 1]);
        }
        int unpacked = width;
        width = Vp8lPixels.blocks(width, packing);
        return new Vp8lTransform.ColorIndexing(unpacked, packing, palette);
    }
}
