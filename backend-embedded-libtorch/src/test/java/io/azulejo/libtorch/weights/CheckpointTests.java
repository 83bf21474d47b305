package io.azulejo.libtorch.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CheckpointTests {

    private static final String FIRST = "model-00001-of-00002.safetensors";
    private static final String SECOND = "model-00002-of-00002.safetensors";

    @TempDir
    Path directory;

    private void writeShards(String index) throws IOException {
        SafetensorsBytes.write(directory.resolve(FIRST), tensor("a"), SafetensorsBytes.floats(1));
        SafetensorsBytes.write(directory.resolve(SECOND), tensor("b"), SafetensorsBytes.floats(2));
        Files.writeString(directory.resolve(Checkpoint.SHARD_INDEX), index);
    }

    private static String tensor(String name) {
        return "{\"" + name + "\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}}";
    }

    private static String index(String a, String b) {
        return "{\"metadata\": {}, \"weight_map\": {\"a\": \"" + a + "\", \"b\": \"" + b + "\"}}";
    }

    private void assertRefused(String... problem) {
        assertThatExceptionOfType(LoadException.class).isThrownBy(() -> Checkpoint.open(directory))
                .withMessageContainingAll(problem);
    }

    @Test
    void tensorsWhenShardedThenEachIsFoundInItsShard() throws IOException {
        writeShards(index(FIRST, SECOND));
        Checkpoint checkpoint = Checkpoint.open(directory);
        assertThat(checkpoint.tensors()).extracting(TensorInfo::name).containsExactly("a", "b");
        assertThat(checkpoint.find("b").orElseThrow().file()).hasFileName(SECOND);
        assertThat(checkpoint.find("c")).isEmpty();
    }

    @Test
    void shardWhenMissingThenErrorNamesIt() throws IOException {
        writeShards(index(FIRST, SECOND));
        Files.delete(directory.resolve(SECOND));
        assertRefused(SECOND, "The file is missing");
    }

    @Test
    void indexWhenItNamesAnotherShardThenErrorNamesTensorAndShard() throws IOException {
        writeShards(index(SECOND, FIRST));
        assertRefused(SECOND, "a: the index says");
    }

    @Test
    void indexWhenItLeavesTheDirectoryThenRefused() throws IOException {
        writeShards(index("../" + FIRST, SECOND));
        assertRefused(Checkpoint.SHARD_INDEX, "'../" + FIRST + "' is not the name of a shard");
    }

    @Test
    void indexWhenWithoutMapThenRefused() throws IOException {
        writeShards("{\"metadata\": {}}");
        assertRefused(Checkpoint.SHARD_INDEX, "weight_map: it is missing or empty");
    }

    @Test
    void indexWhenNotJsonThenRefused() throws IOException {
        writeShards("{");
        assertRefused(Checkpoint.SHARD_INDEX, "not JSON");
    }

    @Test
    void tensorWhenInTwoShardsThenRefused() throws IOException {
        writeShards(index(FIRST, SECOND));
        SafetensorsBytes.write(directory.resolve(SECOND),
                tensor("a").replace("}}", "}, \"b\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [4, 8]}}"),
                SafetensorsBytes.floats(1, 2));
        assertRefused(SECOND, "a: the tensor is in", FIRST);
    }

    @Test
    void directoryWhenWithoutWeightsThenErrorSaysWhatIsLookedFor() {
        assertRefused("neither model.safetensors nor model.safetensors.index.json");
    }

    @Test
    void directoryWhenMissingThenErrorSaysSo() {
        directory = directory.resolve("nowhere");
        assertRefused("nowhere: There is no such checkpoint directory");
    }
}
