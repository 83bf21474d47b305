package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.libtorch.tensor.Operator;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

/** oneDNN's products with reordered weights, as LibTorch's compiler uses them. */
final class OneDnn {

    static final IValue NONE = Operator.constant(new IValue());

    private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);
    /** Rows that the layout is chosen for: it is the same for few rows and for many. */
    private static final long ROWS = 1;

    private OneDnn() {}

    /** Whether this build and this processor multiply bfloat16. */
    static boolean multipliesBfloat16() {
        return Probe.BFLOAT16;
    }

    /** A reordered copy of a weight; belongs to the scope it is called in. */
    static Tensor pack(Tensor weight) {
        return Calls.PACK.call(new IValue(weight.contiguous()), new IValue(ROWS));
    }

    /** Whether this build multiplies float32. */
    static boolean multipliesFloat32() {
        return Probe.FLOAT32;
    }

    static Tensor linear(Tensor x, IValue weight, IValue bias) {
        return Calls.LINEAR.call(new IValue(x), weight, bias, Calls.PLAIN, Calls.NO_SCALARS, NONE);
    }

    static Tensor linear(Tensor x, IValue weight, IValue bias, Activation activation) {
        return switch (activation) {
            case SILU -> Calls.LINEAR.call(new IValue(x), weight, bias, Calls.SILU, Calls.NO_SCALARS, NONE);
            case GELU -> Calls.LINEAR.call(new IValue(x), weight, bias, Calls.GELU, Calls.NO_SCALARS, Calls.EXACT);
        };
    }

    static Tensor linearPlus(Tensor x, Tensor addend, IValue weight, IValue bias) {
        return Calls.BINARY.call(new IValue(x), new IValue(addend), weight, bias, Calls.ADD);
    }

    static Tensor linearTimes(Tensor x, Tensor factor, IValue weight, IValue bias) {
        return Calls.BINARY.call(new IValue(x), new IValue(factor), weight, bias, Calls.MULTIPLY);
    }

    private static final class Calls {

        static final Operator PACK = Operator.named("mkldnn::_reorder_linear_weight", "");
        static final Operator LINEAR = Operator.named("mkldnn::_linear_pointwise", "");
        static final Operator BINARY = Operator.named("mkldnn::_linear_pointwise", "binary");
        static final IValue NO_SCALARS = LINEAR.emptyList(4);
        static final IValue PLAIN = Operator.constant(new IValue("none"));
        static final IValue SILU = Operator.constant(new IValue("swish"));
        static final IValue GELU = Operator.constant(new IValue("gelu"));
        /** GELU by the error function, not by the hyperbolic tangent. */
        static final IValue EXACT = Operator.constant(new IValue("none"));
        static final IValue ADD = Operator.constant(new IValue("add"));
        static final IValue MULTIPLY = Operator.constant(new IValue("mul"));
    }

    /** Tried once, since which processors have it is for oneDNN to know. */
    private static final class Probe {

        static final boolean BFLOAT16 = multiplies(ScalarType.BFloat16);
        static final boolean FLOAT32 = multiplies(ScalarType.Float);

        private static boolean multiplies(ScalarType type) {
            try (TensorScope _ = TensorScope.open()) {
                Tensor ones = torch.ones(new long[]{32, 32}, Tensors.options(type));
                float[] row = Tensors.toFloats(linear(ones, new IValue(pack(ones)), NONE));
                return row[0] == 32;
            } catch (RuntimeException e) {
                LOG.info("oneDNN has no products of {} here: {}", type, Operator.problem(e));
                return false;
            }
        }
    }
}
