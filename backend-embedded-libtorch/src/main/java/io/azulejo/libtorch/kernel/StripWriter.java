package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Writes rows of a matrix into a {@link StripMatrix}. */
final class StripWriter {

    private static final int GROUP = StripMatrix.GROUP;

    private final StripMatrix matrix;
    private final MemorySegment from;
    private final boolean bfloat16;
    private final MemorySegment to;

    /** @param from the rows, bfloat16 or float32 */
    StripWriter(StripMatrix matrix, MemorySegment from, boolean bfloat16) {
        this.matrix = matrix;
        this.from = from;
        this.bfloat16 = bfloat16;
        to = Kernels.memory(matrix.data());
    }

    /** The outputs of a tile, which share no word with others, and zeros for those that there are not. */
    void write(int tile) {
        float[] values = new float[GROUP];
        int[] codes = new int[GROUP];
        long tileBytes = matrix.stripBytes() * StripMatrix.TILE / matrix.outputsPerStrip();
        to.asSlice(tile * tileBytes, tileBytes).fill((byte) 0);
        int end = Math.min(matrix.outputs(), (tile + 1) * StripMatrix.TILE);
        for (int output = tile * StripMatrix.TILE; output < end; output++) {
            int within = output % matrix.outputsPerStrip();
            long at = output / matrix.outputsPerStrip() * matrix.stripBytes()
                    + (long) within % Lanes.COUNT * Integer.BYTES;
            boolean second = within >= Lanes.COUNT;
            long inWord = matrix.bits() == 16 && second ? Lanes.VECTOR_BYTES : 0;
            for (int group = 0; group < matrix.groups(); group++, at += matrix.groupBytes()) {
                int length = Math.min(GROUP, matrix.inputs() - group * GROUP);
                long start = (long) output * matrix.inputs() + (long) group * GROUP;
                if (matrix.bits() > 8) {
                    copy(start, length, at + inWord);
                } else {
                    fetch(start, length, values);
                    quantize(values, codes, at, second);
                }
            }
        }
    }

    private void fetch(long start, int length, float[] values) {
        if (length == GROUP) {
            for (int i = 0; i < GROUP; i += Lanes.COUNT) {
                Lanes.load(from, start + i, bfloat16).intoArray(values, i);
            }
        } else {
            for (int i = 0; i < GROUP; i++) {
                values[i] = i < length ? Lanes.get(from, start + i, bfloat16) : 0;
            }
        }
    }

    private void copy(long start, int length, long at) {
        int pairs = bfloat16 ? length / 2 : 0;
        for (int i = 0; i < pairs; i++) {
            // Two neighbours are a word as they are.
            to.set(ValueLayout.JAVA_INT, at + 2L * i * Lanes.VECTOR_BYTES,
                    from.get(ValueLayout.JAVA_INT_UNALIGNED, 2 * (start + 2L * i)));
        }
        for (int i = 2 * pairs; i < length; i++) {
            Lanes.put(Lanes.get(from, start + i, bfloat16), to,
                    (at + (long) i / 2 * 2 * Lanes.VECTOR_BYTES) / 2 + i % 2,
                    true);
        }
    }

    /** @param second whether the output is one of a strip's second half, in the high halves of bytes */
    private void quantize(float[] values, int[] codes, long at, boolean second) {
        float scale = scale(values);
        codes(values, scale, codes);
        CodeMask mask = matrix.bits() == 8 ? CodeMask.WHOLE : second ? CodeMask.HIGH : CodeMask.LOW;
        int shift = second ? 4 : 0;
        int first = mask.first();
        int added = mask.added(0);
        int lastAdded = mask.added(3);
        for (int i = 0; i < GROUP; i += 4) {
            int word = (((codes[i] << shift) + added) & first) | (((codes[i + 1] << shift) + added) & first) << 8
                    | (((codes[i + 2] << shift) + added) & first) << 16
                    | (((codes[i + 3] << shift) + lastAdded) & first) << 24;
            long place = at + (long) i / 4 * Lanes.VECTOR_BYTES;
            to.set(ValueLayout.JAVA_INT, place, to.get(ValueLayout.JAVA_INT, place) | word);
        }
        to.set(ValueLayout.JAVA_FLOAT, at + matrix.wordBytes() + (second ? Lanes.VECTOR_BYTES : 0),
                second ? scale / 16 : scale);
    }

    /**
     * In 8 bits the largest weight decides. In 4 bits it gets the code -8, the one without a counterpart, and the scale
     * is then fitted to the codes by least squares.
     */
    private float scale(float[] values) {
        float highest = 0;
        float lowest = 0;
        for (float value : values) {
            highest = Math.max(highest, value);
            lowest = Math.min(lowest, value);
        }
        float extreme = highest >= -lowest ? highest : lowest;
        if (matrix.bits() == 8) {
            return Math.abs(extreme) / 127;
        }
        float first = extreme / -matrix.codeLimit();
        double products = 0;
        double squares = 0;
        int[] codes = new int[GROUP];
        codes(values, first, codes);
        for (int i = 0; i < GROUP; i++) {
            products += (double) values[i] * codes[i];
            squares += (double) codes[i] * codes[i];
        }
        return squares == 0 ? 0 : (float) (products / squares);
    }

    /** The nearest codes. */
    private void codes(float[] values, float scale, int[] codes) {
        int limit = matrix.codeLimit();
        float factor = scale == 0 ? 0 : 1 / scale;
        for (int i = 0; i < GROUP; i++) {
            // Not negative with the limit added, so that cutting off rounds.
            codes[i] = Math.clamp((int) (values[i] * factor + (limit + 0.5f)) - limit, -limit, limit - 1);
        }
    }
}
