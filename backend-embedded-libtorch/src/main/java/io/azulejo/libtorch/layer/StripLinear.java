package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.kernel.PairRows;
import io.azulejo.libtorch.kernel.PairTiles;
import io.azulejo.libtorch.kernel.PanelProduct;
import io.azulejo.libtorch.kernel.StripMatrix;
import io.azulejo.libtorch.kernel.StripProduct;
import io.azulejo.libtorch.tensor.WeightFormat;
import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * Weights in a form of their own, in 16, 8 or 4 bits; activations stay what they are. Few rows are multiplied straight from
 * it, many by panels; where the processor has none, the weights are spelled out and multiplied by LibTorch.
 *
 * @param weight [outputs, inputs]
 * @param bias [outputs], or null
 */
record StripLinear(StripMatrix weight, @Nullable Tensor bias) implements Linear {

    /** Rows from which spelling the weights out pays. */
    private static final long MANY = 32;
    /** Weights spelled out at a time: above what a layer of a small model has, so that outputs need not be joined. */
    private static final int PIECE = 1 << 24;

    /** Lays the weights of layers out, which are freed as they are. */
    static StripLinear of(LoadedWeights weights, WeightFormat format, String... names) {
        StripMatrix matrix = weights.consume(names, ".weight", weight -> layOut(weights, weight, format));
        return new StripLinear(matrix, weights.find(names[0] + ".bias") == null
                ? null
                : weights.join(names, ".bias"));
    }

    /** Lays out a copy of a weight that is also used as it is. */
    static StripLinear copyOf(LoadedWeights weights, WeightFormat format, String name) {
        return new StripLinear(weights.derive(name, weight -> layOut(weights, weight, format)), null);
    }

    private static StripMatrix layOut(LoadedWeights weights, Tensor weight, WeightFormat format) {
        StripMatrix matrix = StripMatrix.of(weight, format.width(), weights::allocate);
        weights.keep(matrix.data());
        return matrix;
    }

    @Override
    public Tensor forward(Tensor x) {
        if (PairRows.serves(x, weight)) {
            return PairRows.forward(x, weight, bias);
        }
        if (PairTiles.serves(x, weight)) {
            return PairTiles.forward(x, weight, bias);
        }
        if (PanelProduct.serves(x, weight)) {
            return PanelProduct.forward(x, weight, bias);
        }
        Tensor out = x.size(0) < MANY ? StripProduct.forward(x, weight) : byPieces(x);
        return bias == null ? out : out.add_(bias);
    }

    @Override
    public Tensor forward(Tensor x, Activation activation) {
        return activation == Activation.GELU && !PairRows.serves(x, weight) && PairTiles.serves(x, weight)
                ? PairTiles.gelu(x, weight, bias)
                : Linear.super.forward(x, activation);
    }

    @Override
    public Tensor forwardGated(Tensor x) {
        if (bias == null && PairRows.serves(x, weight) && weight.partsInHalves()) {
            return PairRows.gated(x, weight);
        }
        if (bias == null && PairTiles.serves(x, weight) && weight.partsInHalves()) {
            return PairTiles.gated(x, weight);
        }
        return bias == null && PanelProduct.serves(x, weight) && PanelProduct.gates(x, weight)
                ? PanelProduct.gated(x, weight)
                : Linear.super.forwardGated(x);
    }

    private Tensor byPieces(Tensor x) {
        int outputs = weight.outputs();
        int perPiece = Math.max(1, PIECE / weight.inputs() / StripMatrix.GROUP) * StripMatrix.GROUP;
        if (outputs <= perPiece) {
            return spelledOut(x, 0, outputs);
        }
        TensorVector pieces = new TensorVector();
        for (int first = 0; first < outputs; first += perPiece) {
            pieces.push_back(spelledOut(x, first, Math.min(perPiece, outputs - first)));
        }
        return torch.cat(pieces, -1);
    }

    private Tensor spelledOut(Tensor x, int first, int count) {
        ScalarType type = x.scalar_type().intern();
        Tensor turned = weight.spellOut(first, count, type);
        // LibTorch itself takes OpenBLAS for float32, which reaches two thirds of oneDNN's speed.
        return type == ScalarType.Float && OneDnn.multipliesFloat32()
                ? OneDnn.linear(x, new IValue(turned.t()), OneDnn.NONE)
                : torch.mm(x, turned);
    }
}
