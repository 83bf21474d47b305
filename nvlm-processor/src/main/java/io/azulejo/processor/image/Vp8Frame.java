package io.azulejo.processor.image;

import java.util.Arrays;

import static io.azulejo.processor.image.ImageFormat.WEBP;
import static io.azulejo.processor.image.Vp8Prediction.STRIDE;

/**
 * Decodes the one key frame that a lossy WebP picture is, to the bit as RFC 6386 and libwebp do. Macroblocks are
 * predicted from their unfiltered neighbours; the loop filter runs over the whole frame at the end.
 */
final class Vp8Frame {

    private static final int Y = STRIDE + 8;
    private static final int U = Y + 16 * STRIDE + STRIDE;
    private static final int V = U + 16;

    /** What stands for the pixels above and on the left of the picture. */
    private static final byte ABOVE = 127;
    private static final byte LEFT = (byte) 129;

    private final Vp8Header header;
    private final int columns;
    private final int rows;
    private final Vp8Planes planes;
    private final Vp8Coefficients coefficients;
    private final byte[] work = new byte[V + 8 * STRIDE];
    private final Vp8Prediction prediction = new Vp8Prediction(work);
    private final byte[] modesAbove;
    private final byte[] modesLeft = new byte[4];
    private final byte[] blockModes = new byte[16];
    private final byte[] filterLevels;
    private final boolean[] filterInside;

    private Vp8Frame(Vp8Header header, int width, int height) {
        this.header = header;
        this.columns = (width + 15) / 16;
        this.rows = (height + 15) / 16;
        this.planes = Vp8Planes.of(columns, rows);
        this.coefficients = new Vp8Coefficients(header.tokens(), columns);
        this.modesAbove = new byte[4 * columns];
        this.filterLevels = new byte[columns * rows];
        this.filterInside = new boolean[columns * rows];
    }

    static RgbImage decode(byte[] data, WebpImage.Frame place) {
        Vp8Header header = Vp8Header.read(data, place.offset(), place.length());
        Vp8Frame frame = new Vp8Frame(header, place.width(), place.height());
        frame.reconstruct();
        new Vp8LoopFilter(frame.planes, header.sharpness()).run(frame.columns, frame.filterLevels, frame.filterInside,
                header.simpleFilter());
        return WebpColors.toRgb(frame.planes, place.width(), place.height());
    }

    private void reconstruct() {
        for (int row = 0; row < rows; row++) {
            Vp8Bits bits = header.coefficients()[row % header.coefficients().length];
            coefficients.startRow();
            Arrays.fill(modesLeft, (byte) Vp8Prediction.DC);
            for (int column = 0; column < columns; column++) {
                macroblock(bits, row, column);
            }
            if (bits.exhausted() || header.modes().exhausted()) {
                throw ImageException.cutOff(WEBP);
            }
        }
    }

    private void macroblock(Vp8Bits bits, int row, int column) {
        Vp8Bits modes = header.modes();
        int segment = 0;
        int[] tree = header.segmentTree();
        if (tree.length > 0) {
            segment = modes.bit(tree[0]) == 0 ? modes.bit(tree[1]) : 2 + modes.bit(tree[2]);
        }
        boolean empty = header.skip() >= 0 && modes.bit(header.skip()) == 1;
        boolean inBlocks = modes.bit(145) == 0;
        int lumaMode = inBlocks ? readBlockModes(column) : readMode(column);
        int chromaMode = readChromaMode();
        boolean any = false;
        if (empty) {
            coefficients.skip(column, inBlocks);
        } else {
            any = coefficients.read(bits, column, inBlocks, header.segments()[segment]);
        }
        int number = row * columns + column;
        filterLevels[number] = (byte) header.filterLevels()[segment][inBlocks ? 1 : 0];
        filterInside[number] = inBlocks || any;
        surround(row, column);
        if (inBlocks) {
            for (int block = 0; block < 16; block++) {
                int at = Y + block / 4 * 4 * STRIDE + block % 4 * 4;
                prediction.block(blockModes[block], at);
                Vp8Transform.add(coefficients.values, 16 * block, work, at, STRIDE);
            }
        } else {
            prediction.square(lumaMode, Y, 16, row > 0, column > 0);
            for (int block = 0; block < 16; block++) {
                int at = Y + block / 4 * 4 * STRIDE + block % 4 * 4;
                Vp8Transform.add(coefficients.values, 16 * block, work, at, STRIDE);
            }
        }
        prediction.square(chromaMode, U, 8, row > 0, column > 0);
        prediction.square(chromaMode, V, 8, row > 0, column > 0);
        for (int block = 16; block < Vp8Coefficients.BLOCKS; block++) {
            int at = (block < 20 ? U : V) + block / 2 % 2 * 4 * STRIDE + block % 2 * 4;
            Vp8Transform.add(coefficients.values, 16 * block, work, at, STRIDE);
        }
        store(planes.y(), planes.lumaStride(), row, column, Y, 16);
        store(planes.u(), planes.chromaStride(), row, column, U, 8);
        store(planes.v(), planes.chromaStride(), row, column, V, 8);
    }

    /** The modes of the 16 blocks; each is coded after the modes above it and on its left. */
    private int readBlockModes(int column) {
        for (int block = 0; block < 16; block++) {
            int x = 4 * column + block % 4;
            int y = block / 4;
            int node = 0;
            do {
                int probability = Vp8Tables.blockModeProbability(modesAbove[x], modesLeft[y], node >> 1);
                node = Vp8Tables.BLOCK_MODE_TREE[node + header.modes().bit(probability)];
            } while (node > 0);
            blockModes[block] = modesAbove[x] = modesLeft[y] = (byte) -node;
        }
        return Vp8Prediction.DC;
    }

    private int readMode(int column) {
        Vp8Bits modes = header.modes();
        int mode;
        if (modes.bit(156) == 1) {
            mode = modes.bit(128) == 1 ? Vp8Prediction.TRUE_MOTION : Vp8Prediction.HORIZONTAL;
        } else {
            mode = modes.bit(163) == 1 ? Vp8Prediction.VERTICAL : Vp8Prediction.DC;
        }
        Arrays.fill(modesAbove, 4 * column, 4 * column + 4, (byte) mode);
        Arrays.fill(modesLeft, (byte) mode);
        return mode;
    }

    private int readChromaMode() {
        Vp8Bits modes = header.modes();
        if (modes.bit(142) == 0) {
            return Vp8Prediction.DC;
        }
        if (modes.bit(114) == 0) {
            return Vp8Prediction.VERTICAL;
        }
        return modes.bit(183) == 1 ? Vp8Prediction.TRUE_MOTION : Vp8Prediction.HORIZONTAL;
    }

    /** Puts the neighbouring pixels around the work area's three squares. */
    private void surround(int row, int column) {
        surround(planes.y(), planes.lumaStride(), row, column, Y, 16);
        surround(planes.u(), planes.chromaStride(), row, column, U, 8);
        surround(planes.v(), planes.chromaStride(), row, column, V, 8);
        int right = Y - STRIDE + 16;
        if (row == 0) {
            Arrays.fill(work, right, right + 4, ABOVE);
        } else {
            int source = (16 * row - 1) * planes.lumaStride() + 16 * column + 16;
            if (column == columns - 1) {
                Arrays.fill(work, right, right + 4, planes.y()[source - 1]);
            } else {
                System.arraycopy(planes.y(), source, work, right, 4);
            }
        }
        // The lower rows of blocks see, on the right, what is above the macroblock: the rest is not decoded yet.
        for (int y = 4; y < 16; y += 4) {
            System.arraycopy(work, right, work, right + y * STRIDE, 4);
        }
    }

    private void surround(byte[] plane, int stride, int row, int column, int at, int size) {
        int source = size * (row * stride + column);
        if (row == 0) {
            Arrays.fill(work, at - STRIDE, at - STRIDE + size, ABOVE);
        } else {
            System.arraycopy(plane, source - stride, work, at - STRIDE, size);
        }
        for (int y = 0; y < size; y++) {
            work[at + y * STRIDE - 1] = column == 0 ? LEFT : plane[source + y * stride - 1];
        }
        work[at - STRIDE - 1] = row == 0 ? ABOVE : column == 0 ? LEFT : plane[source - stride - 1];
    }

    private void store(byte[] plane, int stride, int row, int column, int at, int size) {
        int target = size * (row * stride + column);
        for (int y = 0; y < size; y++) {
            System.arraycopy(work, at + y * STRIDE, plane, target + y * stride, size);
        }
    }
}
