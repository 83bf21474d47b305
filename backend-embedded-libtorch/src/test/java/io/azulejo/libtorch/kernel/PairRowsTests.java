package io.azulejo.libtorch.kernel;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
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
import org.junit.jupiter.params.provider.ValueSource;

import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

import static io.azulejo.libtorch.kernel.ProductChecks.assertClose;
import static io.azulejo.libtorch.kernel.ProductChecks.product;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Products by machine code against LibTorch's in float32 over the same weights. */
class PairRowsTests {

    private final Random random = new Random(19);
    private TensorScope scope;

    static Stream<Arguments> shapes() {
        // Each function alone, and rows for two passes; outputs and inputs that fill no strip or group; pieces for all threads.
        return IntStream.concat(IntStream.rangeClosed(1, RowsCode.MOST_ROWS + 1), IntStream.of(31, 48)).boxed()
                .flatMap(rows -> Stream.of(16, 8, 4).flatMap(bits -> Stream.of(Arguments.of(bits, rows, 128, 128),
                        Arguments.of(bits, rows, 37, 100), Arguments.of(bits, rows, 520, 896))));
    }

    @BeforeEach
    void open() {
        scope = TensorScope.open();
        StripMatrix matrix = StripMatrix.of(normal(32, 64), 16);
        assumeThat(PairRows.serves(normal(1, 64), matrix)).as("bfloat16 and machine code here").isTrue();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void rowsGiveWhatTheSpelledOutWeightsGive(int bits, int rows, int outputs, int inputs) {
        StripMatrix matrix = StripMatrix.of(normal(outputs, inputs), bits);
        Tensor x = normal(rows, inputs);
        Tensor bias = normal(1, outputs).view(outputs);

        assertClose(PairRows.forward(x, matrix, null), product(x, matrix, ScalarType.Float), inputs);
        assertClose(PairRows.forward(x, matrix, bias),
                product(x, matrix, ScalarType.Float).add_(bias.to(ScalarType.Float)), inputs);
    }

    @ParameterizedTest
    @CsvSource({"16, 1", "16, 2", "16, 16", "16, 24", "16, 40", "8, 1", "8, 40", "4, 1", "4, 40"})
    void gatedIsTheSigmoidLinearUnitOfOneHalfTimesTheOther(int bits, int rows) {
        StripMatrix matrix = StripMatrix.of(normal(256, 192).mul_(new Scalar(0.1)), bits);
        Tensor x = normal(rows, 192);

        Tensor both = product(x, matrix, ScalarType.Float);
        assertClose(PairRows.gated(x, matrix), torch.silu(both.narrow(1, 0, 128)).mul_(both.narrow(1, 128, 128)), 8);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 8, 4})
    void rowGivesTheSameToTheLastBitWhateverRowsAreBesideIt(int bits) {
        StripMatrix matrix = StripMatrix.of(normal(520, 896), bits);
        Tensor x = normal(48, 896);
        float[] together = Tensors.toFloats(PairRows.forward(x, matrix, null));
        for (int row = 0; row < 48; row++) {
            float[] alone = Tensors.toFloats(PairRows.forward(x.narrow(0, row, 1), matrix, null));
            assertThat(Arrays.copyOfRange(together, row * 520, (row + 1) * 520)).containsExactly(alone);
        }
    }

    private Tensor normal(int rows, int columns) {
        return ProductChecks.normal(random, rows, columns);
    }
}
