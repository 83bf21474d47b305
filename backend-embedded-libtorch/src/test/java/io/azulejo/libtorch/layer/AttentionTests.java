package io.azulejo.libtorch.layer;

import java.util.stream.Stream;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.azulejo.libtorch.kernel.TiledAttention;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Attention by tiles and by products against LibTorch's fused kernel in float32. */
class AttentionTests {

    static Stream<Arguments> shapes() {
        // The last one is so long that its rows are taken in pieces.
        return Stream.of(ScalarType.Float, ScalarType.BFloat16)
                .flatMap(type -> Stream.of(new int[]{1, 1}, new int[]{1, 9}, new int[]{5, 5}, new int[]{3, 11},
                        new int[]{700, 900}, new int[]{64, 70_000})
                        .map(shape -> Arguments.of(type, shape[0], shape[1])));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void causalAttentionIsThatOfTheFusedKernel(ScalarType type, int rows, int context) {
        assertCausal(type, rows, context, (q, k, v, mask) -> Attention.causal(q, k, v,
                rows == 1 || rows == context ? null : mask));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void causalAttentionByProductsIsThatOfTheFusedKernel(ScalarType type, int rows, int context) {
        assertCausal(type, rows, context, (q, k, v, _) -> Attention.byProducts(q, k, v, true));
    }

    @FunctionalInterface
    private interface Attending {
        Tensor attend(Tensor queries, Tensor keys, Tensor values, Tensor mask);
    }

    private static void assertCausal(ScalarType type, int rows, int context, Attending attending) {
        try (TensorScope _ = TensorScope.open()) {
            Tensor q = random(rows, 6);
            Tensor k = random(context, 2);
            Tensor v = random(context, 2);
            Tensor mask = torch.ones(new long[]{rows, context}, Tensors.options(ScalarType.Bool))
                    .tril(context - rows);
            assertClose(attending.attend(q.to(type), k.to(type), v.to(type), mask), fused(q, k, v, mask), type);
        }
    }

    @ParameterizedTest
    @CsvSource({"BFloat16, 33, 33, 16", "BFloat16, 130, 1025, 64", "BFloat16, 64, 512, 128", "BFloat16, 1, 700, 32",
            "Float, 33, 33, 16", "Float, 130, 1025, 64", "Float, 64, 512, 128", "Float, 1, 700, 32"})
    void everyRowSeesEveryKeyOfManyTiles(ScalarType type, int rows, int context, int headDim) {
        try (TensorScope _ = TensorScope.open()) {
            // Scores far apart, so that a row's largest one changes from tile to tile.
            Tensor q = torch.randn(new long[]{rows, 3, headDim}).mul_(new Scalar(4.0)).to(type);
            Tensor k = torch.randn(new long[]{context, 3, headDim}).to(type);
            Tensor all = torch.ones(new long[]{rows, context}, Tensors.options(ScalarType.Bool));
            // Products of whole matrices, where tiles cannot be, round the scores, which are large here, to bfloat16 too.
            assertClose(Attention.full(q, k, k), fused(q.to(ScalarType.Float), k.to(ScalarType.Float),
                    k.to(ScalarType.Float), all),
                    type == ScalarType.Float ? 2e-4f : TiledAttention.serves(q) ? 0.05f : 0.15f);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ScalarType.class, names = {"Float", "BFloat16"})
    void fullAttentionIsThatOfTheFusedKernel(ScalarType type) {
        try (TensorScope _ = TensorScope.open()) {
            Tensor q = random(33, 4);
            Tensor k = random(33, 4);
            Tensor all = torch.ones(new long[]{33, 33}, Tensors.options(ScalarType.Bool));
            assertClose(Attention.full(q.to(type), k.to(type), k.to(type)), fused(q, k, k, all), type);
        }
    }

    private static Tensor fused(Tensor q, Tensor k, Tensor v, Tensor mask) {
        long group = q.size(1) / k.size(1);
        Tensor out = torch.scaled_dot_product_attention(q.transpose(0, 1),
                repeated(k, group), repeated(v, group),
                new TensorOptional(mask), 0, false, new DoubleOptional(), false);
        return out.transpose(0, 1).flatten(1, 2);
    }

    /** Each head as often as query heads share it, in front. */
    private static Tensor repeated(Tensor heads, long group) {
        return heads.unsqueeze(2).expand(heads.size(0), heads.size(1), group, heads.size(2)).flatten(1, 2)
                .transpose(0, 1);
    }

    private static Tensor random(long rows, long heads) {
        // Rounded once, so that both ways start from the same numbers.
        return torch.randn(new long[]{rows, heads, 16}).to(ScalarType.BFloat16).to(ScalarType.Float);
    }

    private static void assertClose(Tensor actual, Tensor expected, ScalarType type) {
        assertClose(actual, expected, type == ScalarType.Float ? 1e-4f : 0.05f);
    }

    private static void assertClose(Tensor actual, Tensor expected, float offset) {
        float[] values = Tensors.toFloats(actual);
        float[] wanted = Tensors.toFloats(expected);
        assertThat(values).hasSameSizeAs(wanted);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(wanted[i], within(offset));
        }
    }
}
