package io.azulejo.libtorch.kernel;

import org.bytedeco.pytorch.Tensor;

/**
 * What {@link PanelProduct} takes at a time, for each type of rows; measured on Zen 4 in bfloat16 and on Zen 1 in float32.
 *
 * @param bytes of a number
 * @param rowStep rows are filled up to a multiple of this, so that few shapes of products are asked for
 * @param width outputs of a panel
 * @param stride from one row of a panel to the next. In float32 a line more than there are outputs: lines a power of two
 *        apart would share a few places in the processor's first cache.
 */
record PanelShape(boolean bfloat16, int bytes, int rowStep, int width, int stride) {

    /** Bytes of a panel: an eighth of a cache of a megabyte. */
    private static final int PANEL_BYTES = 1 << 17;

    private static final PanelShape PAIRS = new PanelShape(true, Short.BYTES, 8, 64, 64);
    private static final PanelShape NUMBERS = new PanelShape(false, Float.BYTES, 4, 128, 128 + StripMatrix.TILE);

    static PanelShape of(Tensor x) {
        return Kernels.isBfloat16(x) ? PAIRS : NUMBERS;
    }

    /** Inputs of a panel. */
    int depth() {
        return PANEL_BYTES / width / bytes;
    }

    /** Numbers of float32 that a panel takes the room of. */
    long floats() {
        return (long) depth() * stride * bytes / Float.BYTES;
    }

    /** Rows, filled up. */
    int filled(int rows) {
        return Math.ceilDiv(rows, rowStep) * rowStep;
    }

    /** What has to be spelled out takes as long as some rows more; the other way takes four rows at a time. */
    int fewestRows(int bits) {
        if (bfloat16) {
            return bits == 16 ? 6 : 7;
        }
        return bits == 8 ? 9 : 5;
    }
}
