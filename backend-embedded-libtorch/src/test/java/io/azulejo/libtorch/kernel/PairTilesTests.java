package io.azulejo.libtorch.kernel;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

import static io.azulejo.libtorch.kernel.ProductChecks.assertClose;
import static io.azulejo.libtorch.kernel.ProductChecks.product;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Products by machine code for many rows against LibTorch's in float32 over the same weights. */
class PairTilesTests {

    private final Random random = new Random(23);
    private TensorScope scope;

    static Stream<Arguments> shapes() {
        // Each function alone, and rows for several; outputs and inputs that fill no strip or group; parts of rows and panels.
        return IntStream.concat(IntStream.rangeClosed(1, TileCode.MOST_ROWS + 1), IntStream.of(29, 300)).boxed()
                .flatMap(rows -> Stream.of(16, 8, 4).flatMap(bits -> Stream.of(Arguments.of(bits, rows, 128, 128),
                        Arguments.of(bits, rows, 37, 104), Arguments.of(bits, rows, 520, 896))));
    }

    @BeforeEach
    void open() {
        scope = TensorScope.open();
        StripMatrix matrix = StripMatrix.of(normal(32, 64), 16);
        assumeThat(PairTiles.serves(normal(7, 64), matrix)).as("bfloat16 and machine code here").isTrue();
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

        assertClose(PairTiles.forward(x, matrix, null), product(x, matrix, ScalarType.BFloat16), inputs);
        assertClose(PairTiles.forward(x, matrix, bias),
                product(x, matrix, ScalarType.BFloat16).add_(bias.to(ScalarType.Float)), inputs);
    }

    @ParameterizedTest
    @CsvSource({"16, 7", "16, 14", "16, 530", "8, 40", "4, 40"})
    void gatedIsTheSigmoidLinearUnitOfOneHalfTimesTheOther(int bits, int rows) {
        StripMatrix matrix = StripMatrix.of(normal(256, 192).mul_(new Scalar(0.1)), bits);
        Tensor x = normal(rows, 192);

        Tensor both = product(x, matrix, ScalarType.BFloat16);
        assertClose(PairTiles.gated(x, matrix), torch.silu(both.narrow(1, 0, 128)).mul_(both.narrow(1, 128, 128)), 8);
    }

    @ParameterizedTest
    @CsvSource({"16, 7", "16, 14", "16, 530", "8, 40"})
    void geluIsByTheErrorFunction(int bits, int rows) {
        StripMatrix matrix = StripMatrix.of(normal(96, 192).mul_(new Scalar(0.1)), bits);
        Tensor x = normal(rows, 192);
        Tensor bias = normal(1, 96).view(96);

        Tensor sums = product(x, matrix, ScalarType.BFloat16);
        assertClose(PairTiles.gelu(x, matrix, null), torch.gelu(sums), 1);
        assertClose(PairTiles.gelu(x, matrix, bias), torch.gelu(sums.add(bias.to(ScalarType.Float))), 1);
    }

    @Test
    void geluKeepsItsDigitsOverTheWholeRange() {
        StripMatrix matrix = StripMatrix.of(torch.eye(32).to(ScalarType.BFloat16), 16);
        Tensor x = torch.arange(new Scalar(-8), new Scalar(8), new Scalar(1 / 64f)).to(ScalarType.BFloat16).view(32,
                32);

        float[] values = Tensors.toFloats(PairTiles.gelu(x, matrix, null));
        float[] wanted = Tensors.toFloats(torch.gelu(x.to(ScalarType.Float)));
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(wanted[i], within(Math.abs(wanted[i]) / 256 + 2e-6f));
        }
    }

    @Test
    void gatedNumbersFarFromZeroComeToNothingOrStayThemselves() {
        StripMatrix matrix = StripMatrix.of(torch.eye(32).repeat(2, 1).to(ScalarType.BFloat16), 16);
        Tensor x = normal(8, 32).mul_(new Scalar(1e4));

        Tensor wanted = x.to(ScalarType.Float);
        assertClose(PairTiles.gated(x, matrix), torch.silu(wanted).mul_(wanted), 1);
    }

    /** What is computed for a row must not change with the way that the number of rows chooses. */
    @Test
    void rowsGiveTheSameToTheLastBitAsFewRowsDo() {
        StripMatrix matrix = StripMatrix.of(normal(544, 896).mul_(new Scalar(0.05)), 16);
        Tensor x = normal(48, 896);
        Tensor bias = normal(1, 544).view(544);

        assertThat(Tensors.toFloats(PairTiles.forward(x, matrix, null)))
                .containsExactly(Tensors.toFloats(PairRows.forward(x, matrix, null)));
        assertThat(Tensors.toFloats(PairTiles.forward(x, matrix, bias)))
                .containsExactly(Tensors.toFloats(PairRows.forward(x, matrix, bias)));
        assertThat(Tensors.toFloats(PairTiles.gated(x, matrix)))
                .containsExactly(Tensors.toFloats(PairRows.gated(x, matrix)));
    }

    private Tensor normal(int rows, int columns) {
        return ProductChecks.normal(random, rows, columns);
    }
}
