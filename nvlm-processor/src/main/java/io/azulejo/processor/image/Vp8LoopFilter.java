package io.azulejo.processor.image;

/** Smooths the edges of macroblocks and, where they have coefficients of their own, of the blocks inside. */
final class Vp8LoopFilter {

    private final Vp8Planes planes;
    private final int sharpness;

    Vp8LoopFilter(Vp8Planes planes, int sharpness) {
        this.planes = planes;
        this.sharpness = sharpness;
    }

    /**
     * @param levels strength of each macroblock, 0 for none
     * @param inside whether the edges inside a macroblock are smoothed as well
     * @param simple whether the filter is the simple one, which leaves chroma alone
     */
    void run(int columns, byte[] levels, boolean[] inside, boolean simple) {
        for (int i = 0; i < levels.length; i++) {
            int level = levels[i];
            if (level > 0) {
                int row = i / columns;
                int column = i % columns;
                if (simple) {
                    simple(row, column, 2 * level + interior(level), inside[i]);
                } else {
                    normal(row, column, level, inside[i]);
                }
            }
        }
    }

    private int interior(int level) {
        int limit = level;
        if (sharpness > 0) {
            limit = Math.min(limit >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
        }
        return Math.max(limit, 1);
    }

    private void simple(int row, int column, int limit, boolean inside) {
        int stride = planes.lumaStride();
        int at = 16 * (row * stride + column);
        if (column > 0) {
            simpleEdge(at, 1, stride, limit + 4);
        }
        for (int x = 4; inside && x < 16; x += 4) {
            simpleEdge(at + x, 1, stride, limit);
        }
        if (row > 0) {
            simpleEdge(at, stride, 1, limit + 4);
        }
        for (int y = 4; inside && y < 16; y += 4) {
            simpleEdge(at + y * stride, stride, 1, limit);
        }
    }

    private void simpleEdge(int start, int across, int along, int limit) {
        byte[] p = planes.y();
        for (int i = 0, at = start; i < 16; i++, at += along) {
            if (isSoft(p, at, across, 2 * limit + 1)) {
                filterTwo(p, at, across);
            }
        }
    }

    private void normal(int row, int column, int level, boolean inside) {
        int interior = interior(level);
        int limit = 2 * level + interior;
        int contrast = level >= 40 ? 2 : level >= 15 ? 1 : 0;
        int stride = planes.lumaStride();
        int chromaStride = planes.chromaStride();
        int luma = 16 * (row * stride + column);
        int chroma = 8 * (row * chromaStride + column);
        if (column > 0) {
            outer(planes.y(), luma, 1, stride, 16, limit + 4, interior, contrast);
            outer(planes.u(), chroma, 1, chromaStride, 8, limit + 4, interior, contrast);
            outer(planes.v(), chroma, 1, chromaStride, 8, limit + 4, interior, contrast);
        }
        if (inside) {
            for (int x = 4; x < 16; x += 4) {
                inner(planes.y(), luma + x, 1, stride, 16, limit, interior, contrast);
            }
            inner(planes.u(), chroma + 4, 1, chromaStride, 8, limit, interior, contrast);
            inner(planes.v(), chroma + 4, 1, chromaStride, 8, limit, interior, contrast);
        }
        if (row > 0) {
            outer(planes.y(), luma, stride, 1, 16, limit + 4, interior, contrast);
            outer(planes.u(), chroma, chromaStride, 1, 8, limit + 4, interior, contrast);
            outer(planes.v(), chroma, chromaStride, 1, 8, limit + 4, interior, contrast);
        }
        if (inside) {
            for (int y = 4; y < 16; y += 4) {
                inner(planes.y(), luma + y * stride, stride, 1, 16, limit, interior, contrast);
            }
            inner(planes.u(), chroma + 4 * chromaStride, chromaStride, 1, 8, limit, interior, contrast);
            inner(planes.v(), chroma + 4 * chromaStride, chromaStride, 1, 8, limit, interior, contrast);
        }
    }

    private static void outer(byte[] p, int start, int across, int along, int length, int limit, int interior,
            int contrast) {
        for (int i = 0, at = start; i < length; i++, at += along) {
            if (isSoft(p, at, across, 2 * limit + 1, interior)) {
                if (isContrast(p, at, across, contrast)) {
                    filterTwo(p, at, across);
                } else {
                    filterSix(p, at, across);
                }
            }
        }
    }

    private static void inner(byte[] p, int start, int across, int along, int length, int limit, int interior,
            int contrast) {
        for (int i = 0, at = start; i < length; i++, at += along) {
            if (isSoft(p, at, across, 2 * limit + 1, interior)) {
                if (isContrast(p, at, across, contrast)) {
                    filterTwo(p, at, across);
                } else {
                    filterFour(p, at, across);
                }
            }
        }
    }

    /** Whether the step across an edge is small enough to be an artefact. */
    private static boolean isSoft(byte[] p, int at, int step, int limit) {
        return 4 * distance(p, at - step, at) + distance(p, at - 2 * step, at + step) <= limit;
    }

    private static boolean isSoft(byte[] p, int at, int step, int limit, int interior) {
        return isSoft(p, at, step, limit) && distance(p, at - 4 * step, at - 3 * step) <= interior
                && distance(p, at - 3 * step, at - 2 * step) <= interior
                && distance(p, at - 2 * step, at - step) <= interior
                && distance(p, at + 3 * step, at + 2 * step) <= interior
                && distance(p, at + 2 * step, at + step) <= interior && distance(p, at + step, at) <= interior;
    }

    private static boolean isContrast(byte[] p, int at, int step, int limit) {
        return distance(p, at - 2 * step, at - step) > limit || distance(p, at + step, at) > limit;
    }

    private static void filterTwo(byte[] p, int at, int step) {
        int difference = 3 * (pixel(p, at) - pixel(p, at - step))
                + clip(pixel(p, at - 2 * step) - pixel(p, at + step));
        add(p, at - step, Math.clamp((difference + 3) >> 3, -16, 15));
        add(p, at, -Math.clamp((difference + 4) >> 3, -16, 15));
    }

    private static void filterFour(byte[] p, int at, int step) {
        int difference = 3 * (pixel(p, at) - pixel(p, at - step));
        int far = Math.clamp((difference + 4) >> 3, -16, 15);
        int near = Math.clamp((difference + 3) >> 3, -16, 15);
        int half = (far + 1) >> 1;
        add(p, at - 2 * step, half);
        add(p, at - step, near);
        add(p, at, -far);
        add(p, at + step, -half);
    }

    private static void filterSix(byte[] p, int at, int step) {
        int difference = clip(3 * (pixel(p, at) - pixel(p, at - step))
                + clip(pixel(p, at - 2 * step) - pixel(p, at + step)));
        int near = (27 * difference + 63) >> 7;
        int middle = (18 * difference + 63) >> 7;
        int far = (9 * difference + 63) >> 7;
        add(p, at - 3 * step, far);
        add(p, at - 2 * step, middle);
        add(p, at - step, near);
        add(p, at, -near);
        add(p, at + step, -middle);
        add(p, at + 2 * step, -far);
    }

    private static void add(byte[] p, int at, int difference) {
        p[at] = (byte) Math.clamp(pixel(p, at) + difference, 0, 255);
    }

    private static int distance(byte[] p, int one, int other) {
        return Math.abs(pixel(p, one) - pixel(p, other));
    }

    private static int pixel(byte[] p, int at) {
        return p[at] & 0xFF;
    }

    private static int clip(int value) {
        return Math.clamp(value, -128, 127);
    }
}
