package io.azulejo.libtorch.kernel;

import java.util.List;
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

import static io.azulejo.libtorch.kernel.ProductChecks.assertClose;
import static io.azulejo.libtorch.kernel.ProductChecks.product;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Products by panels against LibTorch's in float32 over the same weights. */
class PanelProductTests {

    private final Random random = new Random(17);
    private TensorScope scope;

    static Stream<Arguments> shapes() {
        // Whole panels; outputs and rows that fill none; more inputs than a panel holds; more rows than it is made for; few.
        List<int[]> shapes = List.of(new int[]{64, 128, 128}, new int[]{33, 37, 100}, new int[]{77, 200, 2500},
                new int[]{700, 80, 64}, new int[]{7, 130, 896});
        return Stream.of(ScalarType.BFloat16, ScalarType.Float).flatMap(type -> Stream.of(16, 8, 4)
                .flatMap(bits -> shapes.stream().flatMap(shape -> Stream.of(true, false)
                        .map(bias -> Arguments.of(type, bits, shape[0], shape[1], shape[2], bias)))));
    }

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    private static void assumePresent(ScalarType type) {
        assumeThat(BlockProduct.present(type == ScalarType.BFloat16)).as("products of blocks in " + type
                + " on this processor").isTrue();
    }

    @AfterEach
    void close() {
        if (scope != null) {
            scope.close();
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void manyRowsGiveWhatTheSpelledOutWeightsGive(ScalarType type, int bits, int rows, int outputs, int inputs,
            boolean biased) {
        assumePresent(type);
        StripMatrix matrix = StripMatrix.of(normal(outputs, inputs), bits);
        Tensor x = normal(rows, inputs).to(type);
        Tensor bias = biased ? normal(1, outputs).view(outputs).to(type) : null;

        Tensor actual = PanelProduct.forward(x, matrix, bias);

        Tensor expected = product(x, matrix, x.scalar_type().intern());
        assertClose(actual, bias == null ? expected : expected.add_(bias.to(ScalarType.Float)), inputs);
    }

    @ParameterizedTest
    @CsvSource({"BFloat16, 16, 64", "BFloat16, 16, 9", "BFloat16, 8, 81", "BFloat16, 4, 530", "Float, 16, 64",
            "Float, 16, 9", "Float, 8, 81", "Float, 4, 530"})
    void gatedIsTheSigmoidLinearUnitOfOneHalfTimesTheOther(ScalarType type, int bits, int rows) {
        assumePresent(type);
        StripMatrix matrix = StripMatrix.of(normal(256, 192).mul_(new Scalar(0.1)), bits);
        Tensor x = normal(rows, 192).to(type);

        Tensor actual = PanelProduct.gated(x, matrix);

        Tensor both = product(x, matrix, x.scalar_type().intern());
        assertClose(actual, torch.silu(both.narrow(1, 0, 128)).mul_(both.narrow(1, 128, 128)), 8);
    }

    private Tensor normal(int rows, int columns) {
        return ProductChecks.normal(random, rows, columns);
    }
}
