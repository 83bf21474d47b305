package io.azulejo.triton.client;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TensorTests {

    @Test
    void stringsAreKeptWithTheirLengthsInLittleEndianOrder() {
        Tensor tensor = Tensor.ofStrings("text", "ab", "", "é");

        byte[] bytes = new byte[tensor.data().remaining()];
        tensor.data().get(bytes);
        assertThat(bytes).containsExactly(2, 0, 0, 0, 'a', 'b', 0, 0, 0, 0, 2, 0, 0, 0, (byte) 0xC3, (byte) 0xA9);
        assertThat(tensor.strings()).containsExactly("ab", "", "é");
        assertThat(tensor.shape()).containsExactly(3L);
    }

    @Test
    void stringsWhenTheyDoNotFillTheDataThenAreDamaged() {
        for (byte[] damaged : new byte[][]{{2, 0, 0, 0, 'a'}, {1, 0, 0}, {-1, -1, -1, -1}}) {
            Tensor tensor = new Tensor("text", Datatype.BYTES, List.of(1L), ByteBuffer.wrap(damaged));

            assertThatIllegalArgumentException().isThrownBy(tensor::strings).withMessageContaining("damaged");
        }
    }

    @Test
    void bfloat16RoundsToTheNearestAndTiesToEven() {
        // 1 + 2^-8 lies halfway between 1 and 1 + 2^-7; 1 + 3 * 2^-8 halfway between odd and even.
        Tensor tensor = Tensor.ofFloats("x", Datatype.BF16, 1 + 0x1p-8f, 1 + 0x1.8p-7f, -2.5f, Float.MAX_VALUE,
                Float.NaN, Float.NEGATIVE_INFINITY);

        assertThat(tensor.floats()).containsExactly(1f, 1 + 0x1p-6f, -2.5f, Float.POSITIVE_INFINITY, Float.NaN,
                Float.NEGATIVE_INFINITY);
    }

    @Test
    void float16IsTheNearest() {
        assertThat(Tensor.ofFloats("x", Datatype.FP16, 0.1f, 65504f, 70000f, 1e-8f).floats()).containsExactly(
                0.099975586f, 65504f, Float.POSITIVE_INFINITY, 0f);
    }

    @Test
    void unsignedNumbersAreReadAsSuch() {
        Tensor bytes = Tensor.ofUnsignedBytes("x", (byte) 0xFF);
        Tensor words = new Tensor("x", Datatype.UINT32, List.of(1L),
                ByteBuffer.wrap(new byte[]{-1, -1, -1, -1}));

        assertThat(bytes.ints()).containsExactly(255);
        assertThat(bytes.longs()).containsExactly(255L);
        assertThat(words.longs()).containsExactly(0xFFFFFFFFL);
        assertThat(Tensor.ofUnsignedLongs("x", -1L).longs()).containsExactly(-1L);
    }

    @Test
    void tensorWhenItsDataIsNotThatOfItsShapeThenIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tensor.ofInts("x", 1, 2, 3).reshaped(2, 2))
                .withMessageContaining("x").withMessageContaining("16 bytes, not 12");
    }

    @Test
    void tensorWhenReadAsAnotherTypeThenSaysWhatItIs() {
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> Tensor.ofInts("x", 1).strings())
                .withMessageContaining("INT32");
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> Tensor.ofStrings("x", "a").ints())
                .withMessageContaining("BYTES");
    }

    @Test
    void dataWhenReadTwiceThenIsThereTwice() {
        Tensor tensor = Tensor.ofDoubles("x", 1, 2);

        assertThat(tensor.doubles()).containsExactly(tensor.doubles());
        assertThat(tensor.data().isReadOnly()).isTrue();
    }
}
