package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The two ways to compute attention against each other: fused in float32, products in bfloat16. */
class AttentionTests {

    private static Tensor random(long rows, long heads) {
        // Rounded once, so that both ways start from the same numbers.
        return torch.randn(new long[]{rows, heads, 16}).to(ScalarType.BFloat16);
    }

    private static void assertClose(Tensor products, Tensor fused) {
        float[] actual = Tensors.toFloats(products);
        float[] expected = Tensors.toFloats(fused);
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(0.05f));
        }
    }

    // The last one is so long that its rows are taken in pieces.
    @ParameterizedTest
    @CsvSource({"1,1", "1,9", "5,5", "3,11", "64,70000"})
    void causalAttentionByProductsIsThatOfTheFusedKernel(int rows, int context) {
        try (TensorScope _ = TensorScope.open()) {
            Tensor q = random(rows, 6);
            Tensor k = random(context, 2);
            Tensor v = random(context, 2);
            Tensor mask = rows == 1 || rows == context
                    ? null
                    : torch.ones(new long[]{rows, context}, Tensors.options(ScalarType.Bool)).tril(context - rows);
            assertClose(Attention.causal(q, k, v, null), Attention.causal(q.to(ScalarType.Float),
                    k.to(ScalarType.Float), v.to(ScalarType.Float), mask));
        }
    }

    @Test
    void fullAttentionByProductsIsThatOfTheFusedKernel() {
        try (TensorScope _ = TensorScope.open()) {
            Tensor q = random(33, 4);
            Tensor k = random(33, 4);
            assertClose(Attention.full(q, k, k),
                    Attention.full(q.to(ScalarType.Float), k.to(ScalarType.Float), k.to(ScalarType.Float)));
        }
    }
}
