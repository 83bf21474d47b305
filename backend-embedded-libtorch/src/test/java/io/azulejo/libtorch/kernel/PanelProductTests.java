package io.azulejo.libtorch.kernel;

import java.util.Random;
import java.util.stream.Stream;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Products by panels against LibTorch's in float32 over the same weights. */
class PanelProductTests {

    private final Random random = new Random(17);
    private TensorScope scope;

    static Stream<Arguments> shapes() {
        // Whole panels; outputs and rows that fill none; more inputs than a panel holds; more rows than it is made for; few.
        return Stream.of(16, 8, 4)
                .flatMap(bits -> Stream.of(new int[]{64, 128, 128}, new int[]{33, 37, 100}, new int[]{77, 200, 2500},
                        new int[]{700, 80, 64},
                        new int[]{7, 130, 896})
                        .flatMap(shape -> Stream.of(true, false)
                                .map(bias -> Arguments.of(bits, shape[0], shape[1], shape[2], bias))));
    }

    @BeforeEach
    void open() {
        assumeThat(BlockProduct.present()).as("products of blocks in bfloat16 on this processor").isTrue();
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        if (scope != null) {
            scope.close();
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void manyRowsGiveWhatTheSpelledOutWeightsGive(int bits, int rows, int outputs, int inputs, boolean biased) {
        StripMatrix matrix = StripMatrix.of(normal(outputs, inputs), bits);
        Tensor x = normal(rows, inputs);
        Tensor bias = biased ? normal(1, outputs).view(outputs) : null;

        Tensor actual = PanelProduct.forward(x, matrix, bias);

        Tensor expected = product(x, matrix);
        assertClose(actual, bias == null ? expected : expected.add_(bias.to(ScalarType.Float)), inputs);
    }

    @ParameterizedTest
    @CsvSource({"16, 64", "16, 9", "8, 81", "4, 530"})
    void gatedIsTheSigmoidLinearUnitOfOneHalfTimesTheOther(int bits, int rows) {
        StripMatrix matrix = StripMatrix.of(normal(256, 192).mul_(new Scalar(0.1)), bits);
        Tensor x = normal(rows, 192);

        Tensor actual = PanelProduct.gated(x, matrix);

        Tensor both = product(x, matrix);
        assertClose(actual, torch.silu(both.narrow(1, 0, 128)).mul_(both.narrow(1, 128, 128)), 8);
    }

    private static Tensor product(Tensor x, StripMatrix matrix) {
        return torch.mm(x.to(ScalarType.Float),
                matrix.spellOut(0, matrix.outputs(), ScalarType.BFloat16).to(ScalarType.Float));
    }

    private static void assertClose(Tensor actual, Tensor expected, double spread) {
        float[] values = Tensors.toFloats(actual);
        float[] wanted = Tensors.toFloats(expected);
        assertThat(values).hasSameSizeAs(wanted);
        for (int i = 0; i < values.length; i++) {
            // Half of a bfloat16's last digit, and float32's sums in another order.
            assertThat(values[i]).isCloseTo(wanted[i],
                    within((float) (Math.abs(wanted[i]) / 200 + 1e-4 * Math.sqrt(spread))));
        }
    }

    private Tensor normal(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensors.floats(values).view(rows, columns).to(ScalarType.BFloat16);
    }
}
