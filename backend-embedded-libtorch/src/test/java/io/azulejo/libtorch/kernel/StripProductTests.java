package io.azulejo.libtorch.kernel;

import java.util.Arrays;
import java.util.Random;
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
import org.junit.jupiter.params.provider.ValueSource;

import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** Codes against the weights that they stand for, products against LibTorch's over the weights spelled out. */
class StripProductTests {

    private final Random random = new Random(11);
    private TensorScope scope;

    static Stream<Arguments> shapes() {
        // Whole tiles and groups; outputs and inputs that fill neither; more groups than a panel holds.
        return Stream.of(16, 8, 4)
                .flatMap(bits -> Stream.of(new int[]{128, 128}, new int[]{37, 100}, new int[]{7, 1000})
                        .flatMap(shape -> Stream.of(1, 2, 4, 9)
                                .map(rows -> Arguments.of(bits, rows, shape[0], shape[1]))));
    }

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void fewRowsGiveWhatTheSpelledOutWeightsGive(int bits, int rows, int outputs, int inputs) {
        StripMatrix matrix = StripMatrix.of(weight(outputs, inputs), bits);
        Tensor x = normal(rows, inputs);
        float[] expected = Tensors.toFloats(torch.mm(x, spellOut(matrix, ScalarType.Float)));

        assertThat(Tensors.toFloats(StripProduct.forward(x, matrix))).containsExactly(expected, within(2e-4f));

        float[] rounded = Tensors.toFloats(StripProduct.forward(x.to(ScalarType.BFloat16), matrix));
        for (int i = 0; i < expected.length; i++) {
            assertThat(rounded[i]).isCloseTo(expected[i], within(0.02f + 0.02f * Math.abs(expected[i])));
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 0.0017", "8, 0.0063", "4, 0.095"})
    void codesAreAsNearAsTheirBitsAllow(int bits, double error) {
        Tensor weight = weight(96, 640);
        float[] exact = Tensors.toFloats(weight);
        float[] spelled = Tensors.toFloats(spellOut(StripMatrix.of(weight, bits), ScalarType.Float).t());
        double off = 0;
        double all = 0;
        for (int i = 0; i < exact.length; i++) {
            off += Math.pow((double) exact[i] - spelled[i], 2);
            all += Math.pow(exact[i], 2);
        }
        // Relative root mean square over normally distributed weights.
        assertThat(Math.sqrt(off / all)).isBetween(error / 2, error);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 8, 4})
    void bfloat16WeightsGiveTheCodesOfTheSameNumbersInFloat32(int bits) {
        Tensor rounded = weight(40, 200).to(ScalarType.BFloat16);
        assertThat(Tensors.toFloats(spellOut(StripMatrix.of(rounded, bits), ScalarType.Float).t()))
                .isEqualTo(Tensors
                        .toFloats(spellOut(StripMatrix.of(rounded.to(ScalarType.Float), bits), ScalarType.Float).t()));
    }

    @Test
    void bfloat16WeightsInSixteenBitsStayWhatTheyAre() {
        Tensor rounded = weight(37, 101).to(ScalarType.BFloat16);
        assertThat(Tensors.toFloats(spellOut(StripMatrix.of(rounded, 16), ScalarType.BFloat16).t()))
                .isEqualTo(Tensors.toFloats(rounded));
    }

    @ParameterizedTest
    @CsvSource({"37, 101", "128, 128", "7, 1"})
    void rowsComeOutOfSixteenBitsAsTheyWere(int outputs, int inputs) {
        Tensor weight = weight(outputs, inputs).to(ScalarType.BFloat16);
        int[] rows = random.ints(50, 0, outputs).toArray();
        rows[0] = outputs - 1;
        assertThat(Tensors.toFloats(StripRows.of(StripMatrix.of(weight, 16), rows)))
                .isEqualTo(Tensors.toFloats(weight.index_select(0, Tensors.indexes(rows))));
    }

    @Test
    void rowsThatAreNotThereOrWereRoundedAreRefused() {
        Tensor weight = weight(37, 64);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> StripRows.of(StripMatrix.of(weight, 16), new int[]{0, 37}))
                .withMessageContaining("no row 37");
        assertThatIllegalArgumentException().isThrownBy(() -> StripRows.of(StripMatrix.of(weight, 8), new int[]{0}));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 8, 4})
    void partsSpelledOutAreThoseOfTheWhole(int bits) {
        StripMatrix matrix = StripMatrix.of(weight(100, 130), bits);
        float[] whole = Tensors.toFloats(spellOut(matrix, ScalarType.Float).t());
        float[] part = Tensors.toFloats(matrix.spellOut(64, 36, ScalarType.Float).t());
        assertThat(part).isEqualTo(Arrays.copyOfRange(whole, 64 * 130, 100 * 130));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 8, 4})
    void extremesKeepTheirSignAndZerosStayZero(int bits) {
        Tensor weight = torch.zeros(new long[]{2, 64}, Tensors.options(ScalarType.Float));
        weight.narrow(0, 0, 1).fill_(new Scalar(-3.0));
        float[] spelled = Tensors.toFloats(spellOut(StripMatrix.of(weight, bits), ScalarType.Float).t());
        for (int i = 0; i < 64; i++) {
            assertThat(spelled[i]).isCloseTo(-3, within(1e-4f));
            assertThat(spelled[64 + i]).isZero();
        }
    }

    private static Tensor spellOut(StripMatrix matrix, ScalarType type) {
        return matrix.spellOut(0, matrix.outputs(), type);
    }

    private Tensor weight(int outputs, int inputs) {
        return normal(outputs, inputs).mul_(new Scalar(0.05));
    }

    private Tensor normal(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensors.floats(values).view(rows, columns);
    }
}
