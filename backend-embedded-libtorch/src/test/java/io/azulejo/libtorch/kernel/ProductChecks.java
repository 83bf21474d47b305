package io.azulejo.libtorch.kernel;

import java.util.Random;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.tensor.Tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What tests of products with a {@link StripMatrix} compare. */
final class ProductChecks {

    private ProductChecks() {}

    /** LibTorch's product in float32 with the weights as they are spelled out in this type. */
    static Tensor product(Tensor x, StripMatrix matrix, ScalarType type) {
        return torch.mm(x.to(ScalarType.Float), matrix.spellOut(0, matrix.outputs(), type).to(ScalarType.Float));
    }

    static void assertClose(Tensor actual, Tensor expected, double spread) {
        // Half of a bfloat16's last digit; what a sigmoid is computed to in float32; and sums in another order.
        double digits = actual.scalar_type().intern() == ScalarType.BFloat16 ? 1.0 / 200 : 1e-5;
        float[] values = Tensors.toFloats(actual);
        float[] wanted = Tensors.toFloats(expected);
        assertThat(values).hasSameSizeAs(wanted);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(wanted[i],
                    within((float) (Math.abs(wanted[i]) * digits + 1e-4 * Math.sqrt(spread))));
        }
    }

    /** Normally distributed numbers of bfloat16. */
    static Tensor normal(Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensors.floats(values).view(rows, columns).to(ScalarType.BFloat16);
    }
}
