package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

/**
 * A weight matrix in codes of 8 or 4 bits with a scale for each group of {@value #GROUP} inputs of an output; weight =
 * scale * code, codes from -2^(bits-1) to 2^(bits-1) - 1.
 * <p>
 * Laid out for vectors: a tile holds {@link #TILE} outputs, one for each lane of two vectors. A word of 32 bits holds
 * consecutive inputs of one output, the first in the lowest bits, and the words of a tile's outputs lie side by side. All
 * codes of a word but the highest are stored with half of their range added, so that a mask cuts them out as whole numbers
 * that are not negative, times a power of two; the highest keeps its sign by itself. Outputs are filled up to pairs of
 * tiles and inputs to whole groups, with scales of 0.
 *
 * @param codes int32, [tiles, groups, GROUP * bits / 32, TILE]
 * @param scales float32, [tiles, groups, TILE]
 */
public record QuantizedMatrix(int bits, int outputs, int inputs, Tensor codes, Tensor scales) {

    /** Inputs that share a scale. */
    public static final int GROUP = 64;
    static final int TILE = 2 * Lanes.COUNT;

    /**
     * Quantizes a matrix.
     *
     * @param weight [outputs, inputs] in the CPU's memory
     * @return its tensors belong to the scope this is called in
     */
    public static QuantizedMatrix of(Tensor weight, int bits) {
        int outputs = (int) weight.size(0);
        int inputs = (int) weight.size(1);
        Tensor codes = torch.zeros(
                new long[]{tiles(outputs), groups(inputs), GROUP * bits / 32, TILE}, Tensors.options(ScalarType.Int));
        Tensor scales = torch.zeros(new long[]{tiles(outputs), groups(inputs), TILE},
                Tensors.options(ScalarType.Float));
        QuantizedMatrix matrix = new QuantizedMatrix(bits, outputs, inputs, codes, scales);
        try (TensorScope _ = TensorScope.open()) {
            Tensor source = (Kernels.serve(weight) ? weight : weight.to(ScalarType.Float)).contiguous();
            MemorySegment from = Kernels.memory(source);
            MemorySegment to = Kernels.memory(codes);
            MemorySegment scale = Kernels.memory(scales);
            boolean bfloat16 = Kernels.isBfloat16(source);
            Parallel.forEach(Math.ceilDiv(outputs, TILE), tile -> {
                float[] values = new float[GROUP];
                for (int output = tile * TILE; output < Math.min(outputs, (tile + 1) * TILE); output++) {
                    matrix.quantize(output, from, bfloat16, values, to, scale);
                }
            });
        }
        return matrix;
    }

    private static int tiles(int outputs) {
        return 2 * Math.ceilDiv(outputs, 2 * TILE);
    }

    private static int groups(int inputs) {
        return Math.ceilDiv(inputs, GROUP);
    }

    int tiles() {
        return tiles(outputs);
    }

    int groups() {
        return groups(inputs);
    }

    /** Codes in a word. */
    int perWord() {
        return 32 / bits;
    }

    /** What is added to all codes of a word but the highest. */
    int offset() {
        return 1 << (bits - 1);
    }

    /** Bytes of codes of a tile. */
    long tileBytes() {
        return (long) groups() * GROUP / perWord() * TILE * Integer.BYTES;
    }

    /** Bytes of scales of a tile. */
    long tileScaleBytes() {
        return (long) groups() * TILE * Float.BYTES;
    }

    private void quantize(int output, MemorySegment from, boolean bfloat16, float[] values, MemorySegment to,
            MemorySegment scales) {
        long start = (long) output * inputs;
        int lane = output % TILE;
        long words = output / TILE * tileBytes();
        long scaleAt = output / TILE * tileScaleBytes();
        for (int group = 0; group < groups(); group++) {
            int first = group * GROUP;
            int length = Math.min(GROUP, inputs - first);
            float extreme = 0;
            for (int i = 0; i < GROUP; i++) {
                values[i] = i < length ? Lanes.get(from, start + first + i, bfloat16) : 0;
                if (Math.abs(values[i]) > Math.abs(extreme)) {
                    extreme = values[i];
                }
            }
            float scale = scale(values, extreme);
            scales.set(ValueLayout.JAVA_FLOAT, scaleAt + ((long) group * TILE + lane) * Float.BYTES, scale);
            for (int i = 0; i < GROUP; i += perWord()) {
                int word = 0;
                for (int j = 0; j < perWord(); j++) {
                    int code = code(values[i + j], scale);
                    int stored = j == perWord() - 1 ? code : code + offset();
                    word |= (stored & ((1 << bits) - 1)) << (bits * j);
                }
                to.set(ValueLayout.JAVA_INT, words + ((long) (first + i) / perWord() * TILE + lane) * Integer.BYTES,
                        word);
            }
        }
    }

    /**
     * In 8 bits the largest weight decides. In 4 bits it gets the code -8, the one without a counterpart, and the scale
     * is then fitted to the codes by least squares.
     */
    private float scale(float[] values, float extreme) {
        if (bits == 8) {
            return Math.abs(extreme) / 127;
        }
        float first = extreme / -offset();
        double products = 0;
        double squares = 0;
        for (float value : values) {
            int code = code(value, first);
            products += (double) value * code;
            squares += (double) code * code;
        }
        return squares == 0 ? 0 : (float) (products / squares);
    }

    private int code(float value, float scale) {
        return scale == 0 ? 0 : Math.clamp(Math.round(value / scale), -offset(), offset() - 1);
    }

    /**
     * The weights as numbers again.
     *
     * @return [outputs, inputs] in float32 or bfloat16
     */
    public Tensor spellOut(ScalarType type) {
        Tensor out = torch.empty(new long[]{outputs, inputs}, Tensors.options(type), null);
        MemorySegment to = Kernels.memory(out);
        boolean bfloat16 = Kernels.isBfloat16(out);
        QuantizedPanel panels = new QuantizedPanel(this);
        Parallel.forEach(Math.ceilDiv(outputs, TILE), tile -> {
            MemorySegment panel = Scratch.floats((long) GROUP * TILE);
            for (int group = 0; group < groups(); group++) {
                panels.expand(tile, group, panel, 0);
                int length = Math.min(GROUP, inputs - group * GROUP);
                for (int lane = 0; lane < Math.min(TILE, outputs - tile * TILE); lane++) {
                    long row = (long) (tile * TILE + lane) * inputs + (long) group * GROUP;
                    for (int i = 0; i < length; i++) {
                        Lanes.put(Lanes.get(panel, (long) i * TILE + lane, false), to, row + i, bfloat16);
                    }
                }
            }
        });
        return out;
    }
}
