package io.azulejo.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DemoModelTests {

    @TempDir
    Path directory;

    @Test
    void extractToWhenDirectoryIsMissingThenWritesTheWholeCheckpoint() {
        Path checkpoint = DemoModel.extractTo(directory.resolve("not/there/yet"));

        assertThat(checkpoint.resolve("config.json")).content().contains("NVLM_D");
        assertThat(checkpoint.resolve("model.safetensors")).isNotEmptyFile();
        assertThat(checkpoint.resolve("tokenizer.json")).isNotEmptyFile();
        assertThat(checkpoint).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void extractToWhenFilesAreWholeThenLeavesThemAlone() throws IOException {
        Path config = DemoModel.extractTo(directory).resolve("config.json");
        FileTime longAgo = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(config, longAgo);

        DemoModel.extractTo(directory);

        assertThat(Files.getLastModifiedTime(config)).isEqualTo(longAgo);
    }

    @Test
    void extractToWhenAFileIsDamagedThenReplacesIt() throws IOException {
        Path weights = DemoModel.extractTo(directory).resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(weights, damaged);

        DemoModel.extractTo(directory);

        assertThat(weights).hasBinaryContent(whole);
    }
}
