package io.azulejo.libtorch.weights;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.Tensors;
import io.azulejo.libtorch.tensor.WeightFormat;

import static org.assertj.core.api.Assertions.assertThat;

class WeightLoaderTests {

    @TempDir
    Path directory;

    private final List<Long> progress = new ArrayList<>();

    private LoadedWeights load(DataType type, String... names) {
        List<ExpectedTensor> expected = new ArrayList<>();
        Checkpoint checkpoint = Checkpoint.open(directory);
        for (String name : names) {
            expected.add(new ExpectedTensor(name, "all", checkpoint.find(name).orElseThrow().shape(),
                    ExpectedTensor.Role.OTHER));
        }
        return new WeightLoader(type, _ -> WeightFormat.AS_COMPUTED, _ -> ComputeDevice.CPU, progress::add)
                .load(expected, checkpoint);
    }

    private void write(String header, byte[] data) throws IOException {
        // Padded to a multiple of eight, as the format's writers do.
        SafetensorsBytes.write(directory.resolve(Checkpoint.SINGLE_FILE),
                header + " ".repeat(Math.floorMod(-header.length(), 8)), data);
    }

    @Test
    void weightWhenStoredAsWantedThenTheMappedFileIsTheTensor() throws IOException {
        write("{\"a\": {\"dtype\": \"F32\", \"shape\": [3], \"data_offsets\": [0, 12]}}",
                SafetensorsBytes.floats(1, -2, 3.5f));
        try (LoadedWeights weights = load(DataType.FLOAT32, "a")) {
            assertThat(Tensors.toFloats(weights.require("a"))).containsExactly(1, -2, 3.5f);
            assertThat(weights.mappedFiles()).isEqualTo(1);
        }
    }

    @Test
    void weightWhenConvertedThenNothingStaysMapped() throws IOException {
        write("{\"a\": {\"dtype\": \"BF16\", \"shape\": [2, 1], \"data_offsets\": [0, 4]}}",
                SafetensorsBytes.bfloat16s(1.5f, -0.25f));
        try (LoadedWeights weights = load(DataType.FLOAT32, "a")) {
            assertThat(Tensors.toFloats(weights.require("a"))).containsExactly(1.5f, -0.25f);
            assertThat(weights.mappedFiles()).isZero();
        }
    }

    @Test
    void weightWhenHalfPrecisionThenValuesAreKept() throws IOException {
        byte[] halves = {0x00, 0x3c, 0x00, (byte) 0xc1}; // 1 and -2.5
        write("{\"a\": {\"dtype\": \"F16\", \"shape\": [2], \"data_offsets\": [0, 4]}}", halves);
        try (LoadedWeights weights = load(DataType.BFLOAT16, "a")) {
            assertThat(Tensors.toFloats(weights.require("a"))).containsExactly(1, -2.5f);
        }
    }

    @Test
    void weightWhenItBeginsAmidAnElementThenItIsCopied() throws IOException {
        byte[] data = new byte[2 + 8];
        System.arraycopy(SafetensorsBytes.bfloat16s(7), 0, data, 0, 2);
        System.arraycopy(SafetensorsBytes.floats(1, 2), 0, data, 2, 8);
        write("""
                {"a": {"dtype": "BF16", "shape": [1], "data_offsets": [0, 2]},
                 "b": {"dtype": "F32", "shape": [2], "data_offsets": [2, 10]}}""", data);
        try (LoadedWeights weights = load(DataType.FLOAT32, "a", "b")) {
            assertThat(Tensors.toFloats(weights.require("b"))).containsExactly(1, 2);
            assertThat(weights.mappedFiles()).isZero();
        }
    }

    @Test
    void progressGrowsTensorByTensorToTheBytesStored() throws IOException {
        write("""
                {"a": {"dtype": "BF16", "shape": [1], "data_offsets": [0, 2]},
                 "b": {"dtype": "F32", "shape": [2], "data_offsets": [2, 10]}}""", new byte[10]);
        try (LoadedWeights _ = load(DataType.FLOAT32, "a", "b")) {
            assertThat(progress).containsExactly(2L, 10L);
        }
    }

    @Test
    void weightWhenItLiesPastTwoGibibytesThenItIsReadWhereItIs() throws IOException {
        long gap = 3L << 30;
        String header = "{\"gap\": {\"dtype\": \"F32\", \"shape\": [" + gap / 4 + "], \"data_offsets\": [0, " + gap
                + "]}, \"far\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [" + gap + ", " + (gap + 8)
                + "]}}";
        write(header, new byte[0]);
        Path path = directory.resolve(Checkpoint.SINGLE_FILE);
        // A hole on the disk: the file takes no room.
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(file.length() + gap);
            file.write(SafetensorsBytes.floats(4, 5));
        }
        assertThat(path.toFile().length()).isGreaterThan(gap + header.getBytes(StandardCharsets.UTF_8).length);
        try (LoadedWeights weights = load(DataType.FLOAT32, "far")) {
            assertThat(Tensors.toFloats(weights.require("far"))).containsExactly(4, 5);
            assertThat(weights.mappedFiles()).isEqualTo(1);
        }
    }
}
