package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Spells out weights of a tile: the codes of two vectors of outputs, input by input. */
final class QuantizedPanel {

    private final QuantizedMatrix matrix;
    private final MemorySegment codes;
    private final MemorySegment scales;

    QuantizedPanel(QuantizedMatrix matrix) {
        this.matrix = matrix;
        codes = Kernels.memory(matrix.codes());
        scales = Kernels.memory(matrix.scales());
    }

    /**
     * One group of a tile.
     *
     * @param panel float32, [GROUP, TILE] from byte {@code at} on: the weights of the tile's outputs for each input
     */
    void expand(int tile, int group, MemorySegment panel, long at) {
        int perWord = matrix.perWord();
        int bits = matrix.bits();
        float step = 1f / (1 << bits);
        long scale = tile * matrix.tileScaleBytes() + (long) group * QuantizedMatrix.TILE * Float.BYTES;
        FloatVector low = FloatVector.fromMemorySegment(Lanes.FLOATS, scales, scale, Lanes.ORDER);
        FloatVector high = FloatVector.fromMemorySegment(Lanes.FLOATS, scales, scale + Lanes.VECTOR_BYTES, Lanes.ORDER);
        FloatVector lowOffset = low.mul(-matrix.offset());
        FloatVector highOffset = high.mul(-matrix.offset());
        int words = QuantizedMatrix.GROUP / perWord;
        long from = tile * matrix.tileBytes() + (long) group * words * 2 * Lanes.VECTOR_BYTES;
        long to = at;
        for (int word = 0; word < words; word++, from += 2L * Lanes.VECTOR_BYTES) {
            IntVector first = IntVector.fromMemorySegment(Lanes.INTS, codes, from, Lanes.ORDER);
            IntVector second = IntVector.fromMemorySegment(Lanes.INTS, codes, from + Lanes.VECTOR_BYTES, Lanes.ORDER);
            IntVector mask = IntVector.broadcast(Lanes.INTS, (1 << bits) - 1);
            FloatVector lowScale = low;
            FloatVector highScale = high;
            for (int i = 0; i < perWord - 1; i++, to += 2L * Lanes.VECTOR_BYTES) {
                number(first.and(mask)).fma(lowScale, lowOffset).intoMemorySegment(panel, to, Lanes.ORDER);
                number(second.and(mask)).fma(highScale, highOffset).intoMemorySegment(panel, to + Lanes.VECTOR_BYTES,
                        Lanes.ORDER);
                mask = mask.lanewise(VectorOperators.LSHL, bits);
                lowScale = lowScale.mul(step);
                highScale = highScale.mul(step);
            }
            number(first.and(mask)).mul(lowScale).intoMemorySegment(panel, to, Lanes.ORDER);
            number(second.and(mask)).mul(highScale).intoMemorySegment(panel, to + Lanes.VECTOR_BYTES, Lanes.ORDER);
            to += 2L * Lanes.VECTOR_BYTES;
        }
    }

    static FloatVector number(IntVector codes) {
        return (FloatVector) codes.convert(VectorOperators.I2F, 0);
    }
}
