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

/** FBGEMM's products of float32 rows with weights packed in float16. */
final class Fbgemm {

    private static final Logger LOG = LoggerFactory.getLogger(Fbgemm.class);

    private Fbgemm() {}

    /** Whether this build and this processor have it. */
    static boolean present() {
        return Probe.PRESENT;
    }

    /** @param weight float32, [outputs, inputs]; numbers beyond float16's range become its largest */
    static IValue pack(Tensor weight) {
        return Calls.PACK.callForObject(new IValue(weight), OneDnn.NONE);
    }

    /** @param x float32, [rows, inputs] */
    static Tensor linear(Tensor x, IValue packed) {
        return Calls.LINEAR.call(new IValue(x), packed);
    }

    private static final class Calls {

        static final Operator PACK = Operator.named("quantized::linear_prepack_fp16", "");
        static final Operator LINEAR = Operator.named("quantized::linear_dynamic_fp16", "");
    }

    private static final class Probe {

        static final boolean PRESENT = works();

        private static boolean works() {
            try (TensorScope _ = TensorScope.open()) {
                Tensor ones = torch.ones(new long[]{32, 32}, Tensors.options(ScalarType.Float));
                return Tensors.toFloats(linear(ones, pack(ones)))[0] == 32;
            } catch (RuntimeException e) {
                LOG.info("FBGEMM has no products with float16 weights here: {}", Operator.problem(e));
                return false;
            }
        }
    }
}
