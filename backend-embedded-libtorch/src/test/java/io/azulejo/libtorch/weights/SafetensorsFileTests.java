package io.azulejo.libtorch.weights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SafetensorsFileTests {

    private static final String GOOD = """
            {"__metadata__": {"format": "pt"},
             "b": {"dtype": "BF16", "shape": [2, 3], "data_offsets": [8, 20]},
             "a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}""";

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("model.safetensors");
    }

    @Test
    void tensorsAreReadInTheOrderOfTheirBytes() throws IOException {
        SafetensorsBytes.write(file, GOOD, new byte[20]);
        int start = Long.BYTES + GOOD.getBytes(StandardCharsets.UTF_8).length;
        assertThat(SafetensorsFile.read(file).tensors()).containsExactly(
                new TensorInfo("a", file, "F32", List.of(2L), start, 8),
                new TensorInfo("b", file, "BF16", List.of(2L, 3L), start + 8, 12));
    }

    static Stream<Arguments> brokenHeaders() {
        return Stream.of(
                Arguments.of("not JSON", "{\"a\": ", "not JSON"),
                Arguments.of("no object", "[1, 2]", "not a JSON object"),
                Arguments.of("a name twice", header("a", "F32", "[2]", "[0, 8]").replace("}}",
                        "}, \"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [8, 16]}}"), "not JSON"),
                Arguments.of("unknown dtype", header("a", "F31", "[2]", "[0, 8]"), "a: its dtype 'F31'"),
                Arguments.of("no shape", "{\"a\": {\"dtype\": \"F32\", \"data_offsets\": [0, 8]}}",
                        "a: its shape is not a list"),
                Arguments.of("negative size", header("a", "F32", "[-2]", "[0, 8]"), "a: its shape holds -2"),
                Arguments.of("fraction", header("a", "F32", "[2.5]", "[0, 8]"), "a: its shape holds 2.5"),
                Arguments.of("text", header("a", "F32", "[\"2\"]", "[0, 8]"), "a: its shape holds \"2\""),
                Arguments.of("size past 64 bits", header("a", "F32", "[18446744073709551616]", "[0, 8]"),
                        "a: its shape holds"),
                Arguments.of("sizes that overflow", header("a", "F32", "[4294967296, 4294967296, 4]", "[0, 8]"),
                        "a: its shape [4294967296, 4294967296, 4] is too large"),
                Arguments.of("sizes that overflow to the right number",
                        header("a", "F32", "[4611686018427387906]", "[0, 8]"), "is too large"),
                Arguments.of("end before begin", header("a", "F32", "[2]", "[8, 0]"), "are not a begin and an end"),
                Arguments.of("one offset", header("a", "F32", "[2]", "[8]"), "are not a begin and an end"),
                Arguments.of("past the end", header("a", "F32", "[8]", "[0, 32]"),
                        "a: its bytes end at 32 of the data, but the file holds only 20: it is cut short"),
                Arguments.of("far past the end",
                        header("a", "F32", "[8]", "[9223372036854775775, 9223372036854775807]"),
                        "it is cut short"),
                Arguments.of("wrong size", header("a", "F32", "[3]", "[0, 8]"),
                        "a: its shape [3] of F32 needs 12 bytes, but its data_offsets hold 8"),
                Arguments.of("overlap", header("a", "F32", "[2]", "[0, 8]").replace("}}",
                        "}, \"b\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [4, 12]}}"),
                        "b: its bytes overlap those of a"));
    }

    private static String header(String name, String dtype, String shape, String offsets) {
        return "{\"" + name + "\": {\"dtype\": \"" + dtype + "\", \"shape\": " + shape + ", \"data_offsets\": "
                + offsets + "}}";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenHeaders")
    void headerWhenBrokenThenErrorNamesFileAndTensor(String what, String header, String problem) throws IOException {
        SafetensorsBytes.write(file, header, new byte[20]);
        assertThatExceptionOfType(LoadException.class).as(what).isThrownBy(() -> SafetensorsFile.read(file))
                .withMessageContaining("model.safetensors").withMessageContaining(problem);
    }

    static Stream<Arguments> brokenLengths() {
        return Stream.of(Arguments.of(-1L, "claims 18446744073709551615 bytes"),
                Arguments.of(Long.MIN_VALUE, "claims 9223372036854775808 bytes"),
                Arguments.of(SafetensorsFile.MAX_HEADER_BYTES + 1, "more than the 100000000"),
                Arguments.of(1000L, "cut short: its header has 1000 bytes"), Arguments.of(0L, "not a JSON object"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenLengths")
    void headerLengthWhenWrongThenErrorNamesFile(long claimed, String problem) throws IOException {
        SafetensorsBytes.write(file, claimed, "{}".getBytes(StandardCharsets.UTF_8), new byte[0]);
        assertThatExceptionOfType(LoadException.class).isThrownBy(() -> SafetensorsFile.read(file))
                .withMessageContaining("model.safetensors").withMessageContaining(problem);
    }

    @Test
    void fileWhenShorterThanALengthThenErrorSaysSo() throws IOException {
        Files.write(file, new byte[7]);
        assertThatExceptionOfType(LoadException.class).isThrownBy(() -> SafetensorsFile.read(file))
                .withMessageContaining("7 bytes, too few");
    }

    @Test
    void fileWhenMissingThenErrorSaysSo() {
        assertThatExceptionOfType(LoadException.class).isThrownBy(() -> SafetensorsFile.read(file))
                .withMessageContaining("model.safetensors: The file is missing");
    }

    /** Whatever the bytes: either a header whose every tensor lies in the file, or a LoadException. */
    @Test
    void headerWhenBytesAreFlippedThenReadOrRefusedButNeverWorse() throws IOException {
        Random random = new Random(5);
        byte[] good = Files.readAllBytes(SafetensorsBytes.write(file, GOOD, new byte[20]));
        int refused = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] bad = good.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bad[random.nextInt(good.length - 20)] = (byte) random.nextInt(round % 2 == 0 ? 256 : 128);
            }
            if (round % 5 == 0) {
                bad = Arrays.copyOf(bad, random.nextInt(bad.length));
            }
            Files.write(file, bad);
            try {
                for (TensorInfo tensor : SafetensorsFile.read(file).tensors()) {
                    assertThat(tensor.offset()).isBetween(8L, (long) bad.length);
                    assertThat(tensor.offset() + tensor.bytes()).isLessThanOrEqualTo(bad.length);
                }
            } catch (LoadException _) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }
}
