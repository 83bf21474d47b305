package io.azulejo.libtorch.layer;

import java.util.List;
import java.util.stream.IntStream;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * Weights in float16 beside activations in float32, for processors that multiply no bfloat16: half of float32's memory to
 * read for a token, and its speed for many rows. float16 has more digits than bfloat16, so a bfloat16 weight is kept
 * exactly where its size is from 6e-5 to 65504; smaller ones are off by at most 3e-8, larger ones are refused.
 *
 * @param pieces the packed weight, rows of it one behind the other: packing much at once thrashes the processor's caches
 * @param bias [outputs] in float32, or null
 */
record HalfLinear(List<IValue> pieces, @Nullable Tensor bias) implements Linear {

    private static final double LARGEST = 65504;
    /** Weights of a piece: above what a layer of a small model has, so that its outputs need not be put together. */
    private static final long PIECE = 1L << 24;

    /** Packs the weights of layers, which are freed as they are. */
    static HalfLinear of(LoadedWeights weights, String... names) {
        List<IValue> pieces = weights.consume(names, ".weight", weight -> pack(weights, weight, names[0]));
        return new HalfLinear(pieces, weights.find(names[0] + ".bias") == null ? null : weights.join(names, ".bias"));
    }

    /** Packs a copy of a weight that is also used as it is. */
    static HalfLinear copyOf(LoadedWeights weights, String name) {
        return new HalfLinear(weights.derive(name, weight -> pack(weights, weight, name)), null);
    }

    private static List<IValue> pack(LoadedWeights weights, Tensor weight, String name) {
        if (weight.abs().max().item().toDouble() > LARGEST) {
            throw new IllegalStateException(name + " has weights above " + LARGEST + ", which float16 cannot hold; "
                    + "set dtype to f32 or bf16.");
        }
        long rows = Math.max(1, PIECE / weight.size(1));
        int count = (int) Math.ceilDiv(weight.size(0), rows);
        return IntStream.range(0, count).parallel().mapToObj(i -> {
            try (TensorScope _ = TensorScope.open()) {
                long start = i * rows;
                Tensor piece = weight.narrow(0, start, Math.min(rows, weight.size(0) - start));
                return weights.keep(Fbgemm.pack(piece.to(ScalarType.Float).contiguous()));
            }
        }).toList();
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor out = product(x);
        return bias == null ? out : out.add_(bias);
    }

    private Tensor product(Tensor x) {
        if (pieces.size() == 1) {
            return Fbgemm.linear(x, pieces.getFirst());
        }
        TensorVector outputs = new TensorVector();
        for (IValue piece : pieces) {
            outputs.push_back(Fbgemm.linear(x, piece));
        }
        return torch.cat(outputs, -1);
    }
}
