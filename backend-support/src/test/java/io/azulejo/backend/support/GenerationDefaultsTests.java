package io.azulejo.backend.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.azulejo.processor.CheckpointException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GenerationDefaultsTests {

    @TempDir
    Path checkpoint;

    @Test
    void defaultsWhenFileIsMissingThenAreGreedy() {
        assertThat(GenerationDefaults.read(checkpoint)).isEqualTo(GenerationDefaults.GREEDY);
    }

    @Test
    void defaultsWhenCheckpointSamplesThenAreItsValues() throws IOException {
        write("""
                {"do_sample": true, "temperature": 0.7, "top_p": 0.8, "top_k": 20, "repetition_penalty": 1.05,
                 "max_new_tokens": 512}""");

        assertThat(GenerationDefaults.read(checkpoint))
                .isEqualTo(new GenerationDefaults(0.7, 0.8, 20, 0, 1.05, 512));
    }

    @Test
    void defaultsWhenCheckpointDoesNotSampleThenAreGreedyWhateverElseItSays() throws IOException {
        write("{\"do_sample\": false, \"temperature\": 0.7, \"top_p\": 0.8, \"top_k\": 20}");

        assertThat(GenerationDefaults.read(checkpoint)).isEqualTo(GenerationDefaults.GREEDY);
    }

    @Test
    void defaultsWhenFileIsNoJsonThenNameIt() throws IOException {
        write("do_sample: true");

        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> GenerationDefaults.read(checkpoint))
                .withMessageContaining("generation_config.json");
    }

    private void write(String json) throws IOException {
        Files.writeString(checkpoint.resolve("generation_config.json"), json);
    }
}
