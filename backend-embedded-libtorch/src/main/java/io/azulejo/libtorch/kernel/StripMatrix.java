package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.util.function.LongFunction;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

/**
 * A weight matrix laid out for vectors: in bfloat16, or in codes of 8 or 4 bits with a scale for each group of
 * {@value #GROUP} inputs of an output; weight = scale * code, codes from -2^(bits-1) to 2^(bits-1) - 1.
 * <p>
 * A strip holds a few outputs over all inputs, one behind the other. A word of 32 bits holds consecutive inputs of one
 * output, the first in the lowest bits, and the words of a strip's outputs lie side by side, one for each lane of a vector:
 * <ul>
 * <li>in 16 bits two inputs, as they are, of two vectors of outputs: as {@link BlockProduct} takes them;
 * <li>in 8 bits four inputs. All codes but the last are stored with half of their range added, so that a mask cuts them out
 * as whole numbers that are not negative, times a power of two; the last keeps its sign by itself;
 * <li>in 4 bits four inputs of two outputs: a byte's low half belongs to an output of the strip's first half, its high half
 * to one of the second, whose scales are stored as a sixteenth. Signs as in 8 bits, where the last is the highest half byte.
 * </ul>
 * The words of a group are followed by its scales. Strips that are multiplied together lie far apart, since a processor
 * fetches several distant streams ahead of their use better than a single one. Outputs are filled up to whole blocks and
 * inputs to whole groups, with zeros.
 *
 * @param data int32, [strips, groups, words and scales of a group]
 */
public record StripMatrix(int bits, int outputs, int inputs, Tensor data) {

    /** Inputs that share a scale. */
    public static final int GROUP = 64;
    /** Outputs of two vectors. */
    static final int TILE = 2 * Lanes.COUNT;
    /** Outputs that are multiplied together: four vectors of sums, which is what it takes to keep the adders busy. */
    static final int BLOCK = 4 * Lanes.COUNT;

    /**
     * Lays a matrix out.
     *
     * @param weight [outputs, inputs] in the CPU's memory
     * @param bits 16, 8 or 4
     * @return its tensor belongs to the scope this is called in
     */
    public static StripMatrix of(Tensor weight, int bits) {
        return laidOut(weight, bits, torch.empty(shape(weight, bits), Tensors.options(ScalarType.Int), null));
    }

    /**
     * Lays a matrix out in memory of the caller's.
     *
     * @param weight [outputs, inputs] in the CPU's memory
     * @param bits 16, 8 or 4
     * @param memory gives as many bytes as are asked for, aligned for vectors, which stay as long as the matrix is used
     * @return its tensor belongs to the scope this is called in
     */
    public static StripMatrix of(Tensor weight, int bits, LongFunction<MemorySegment> memory) {
        long[] shape = shape(weight, bits);
        return laidOut(weight, bits, Tensors.over(memory.apply(Integer.BYTES * shape[0] * shape[1] * shape[2]),
                ScalarType.Int, shape));
    }

    private static long[] shape(Tensor weight, int bits) {
        return new long[]{strips((int) weight.size(0), bits), groups((int) weight.size(1)),
                groupBytes(bits) / Integer.BYTES};
    }

    private static StripMatrix laidOut(Tensor weight, int bits, Tensor data) {
        StripMatrix matrix = new StripMatrix(bits, (int) weight.size(0), (int) weight.size(1), data);
        try (TensorScope _ = TensorScope.open()) {
            Tensor source = (Kernels.serve(weight) ? weight : weight.to(ScalarType.Float)).contiguous();
            StripWriter writer = new StripWriter(matrix, Kernels.memory(source), Kernels.isBfloat16(source));
            Parallel.forEach(matrix.blocks() * BLOCK / TILE, writer::write);
        }
        return matrix;
    }

    private static int outputsPerStrip(int bits) {
        return bits == 8 ? Lanes.COUNT : TILE;
    }

    private static int strips(int outputs, int bits) {
        return Math.ceilDiv(outputs, BLOCK) * BLOCK / outputsPerStrip(bits);
    }

    private static int groups(int inputs) {
        return Math.ceilDiv(inputs, GROUP);
    }

    /** Bytes of words and scales of a group in a strip of so many bits. */
    static long groupBytes(int bits) {
        return bits == 16
                ? (long) GROUP / 2 * 2 * Lanes.VECTOR_BYTES
                : (long) GROUP / 4 * Lanes.VECTOR_BYTES + (long) outputsPerStrip(bits) * Float.BYTES;
    }

    int outputsPerStrip() {
        return outputsPerStrip(bits);
    }

    int groups() {
        return groups(inputs);
    }

    int inputsPerWord() {
        return bits == 16 ? 2 : 4;
    }

    /** Bytes of words and scales of a group. */
    long groupBytes() {
        return groupBytes(bits);
    }

    /** Bytes of words of a group; its scales follow. */
    long wordBytes() {
        return (long) GROUP / inputsPerWord() * Lanes.VECTOR_BYTES;
    }

    long stripBytes() {
        return groups() * groupBytes();
    }

    /** The byte at which a group begins of the strip that begins with this output. */
    long at(int output, int group) {
        return (long) output / outputsPerStrip() * stripBytes() + group * groupBytes();
    }

    /** Blocks of outputs; block b has strips b, b + blocks and so on. */
    int blocks() {
        return Math.ceilDiv(outputs, BLOCK);
    }

    /** Whether each half of the outputs fills tiles, so that tiles of both can be multiplied side by side. */
    public boolean partsInHalves() {
        return outputs % (2 * TILE) == 0;
    }

    /** Outputs and the zeros after them. */
    int filledOutputs() {
        return blocks() * BLOCK;
    }

    /** From a strip of a block to its next one. */
    long streamBytes() {
        return blocks() * stripBytes();
    }

    /** The outputs from one strip of a block to its next one. */
    int streamOutputs() {
        return blocks() * outputsPerStrip();
    }

    /** Codes lie from this below 0 to one less above it. */
    int codeLimit() {
        return 1 << (bits - 1);
    }

    /**
     * The weights as numbers again, turned: that is how they come out of strips, and products take them either way.
     *
     * @param first the first output wanted, a multiple of {@link #TILE}
     * @param count how many outputs
     * @param type float32 or bfloat16
     * @return [inputs, count]; its memory is the calling thread's own and written again by the next call
     */
    public Tensor spellOut(int first, int count, ScalarType type) {
        long rows = (long) groups() * GROUP;
        long columns = (long) Math.ceilDiv(count, TILE) * TILE;
        boolean bfloat16 = type == ScalarType.BFloat16;
        MemorySegment to = Scratch.floats(bfloat16 ? rows * columns / 2 : rows * columns);
        StripPanel panel = new StripPanel(this);
        Parallel.forEach((int) columns / TILE, tile -> panel.expand(first + tile * TILE, TILE, 0, groups(), to,
                (long) tile * TILE, columns, bfloat16));
        return Tensors.over(to, type, inputs, columns).narrow(1, 0, count);
    }

}
