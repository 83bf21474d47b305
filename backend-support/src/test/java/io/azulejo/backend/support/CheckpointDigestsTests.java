package io.azulejo.backend.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CheckpointDigestsTests {

    @TempDir
    private Path directory;

    private final byte[] weights = new byte[3 << 20];

    @BeforeEach
    void write() throws IOException {
        new Random(1).nextBytes(weights);
        ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putLong(1000);
        Files.write(directory.resolve("model.safetensors"), weights);
        Files.writeString(directory.resolve("config.json"), "{}");
        Files.writeString(directory.resolve("tokenizer.json"), "{}");
    }

    @Test
    void digestsWhenNothingChangedThenAreTheSame() throws IOException {
        CheckpointDigests before = CheckpointDigests.of(directory);
        Files.writeString(directory.resolve("README.md"), "Something else.");

        assertThat(CheckpointDigests.of(directory)).isEqualTo(before);
        assertThat(before.checkpoint()).matches("sha256:[0-9a-f]{64}").isNotEqualTo(before.tokenizer());
    }

    @Test
    void digestsWhenTheTokenizerChangedThenOnlyItsOwnDiffers() throws IOException {
        CheckpointDigests before = CheckpointDigests.of(directory);
        Files.writeString(directory.resolve("tokenizer.json"), "{ }");

        CheckpointDigests after = CheckpointDigests.of(directory);

        assertThat(after.checkpoint()).isEqualTo(before.checkpoint());
        assertThat(after.tokenizer()).isNotEqualTo(before.tokenizer());
    }

    @Test
    void digestWhenHeaderOrWeightsOrSizeChangedThenDiffers() throws IOException {
        String before = CheckpointDigests.of(directory).checkpoint();
        weights[900]++;
        Files.write(directory.resolve("model.safetensors"), weights);
        String header = CheckpointDigests.of(directory).checkpoint();
        new Random(2).nextBytes(weights);
        ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putLong(1000);
        Files.write(directory.resolve("model.safetensors"), weights);
        String others = CheckpointDigests.of(directory).checkpoint();
        Files.write(directory.resolve("model.safetensors"), Arrays.copyOf(weights, weights.length - 1));

        assertThat(CheckpointDigests.of(directory).checkpoint()).isNotIn(before, header, others);
        assertThat(before).isNotEqualTo(header).isNotEqualTo(others);
    }

    @Test
    void tokensWhenDigestedThenOrderCounts() {
        assertThat(CheckpointDigests.ofTokens(new int[]{1, 2})).isEqualTo(CheckpointDigests.ofTokens(new int[]{1, 2}))
                .isNotEqualTo(CheckpointDigests.ofTokens(new int[]{2, 1}));
    }
}
