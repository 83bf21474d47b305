package io.azulejo.libtorch.model;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.azulejo.libtorch.config.WeightSchema;
import io.azulejo.libtorch.device.DeviceMapSpec;
import io.azulejo.libtorch.device.DeviceMemory;
import io.azulejo.libtorch.kernel.PairTiles;
import io.azulejo.libtorch.layer.Linear;
import io.azulejo.libtorch.tensor.ActivationTransfer;
import io.azulejo.libtorch.tensor.CacheFormat;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.Precision;
import io.azulejo.libtorch.tensor.WeightFormat;
import io.azulejo.libtorch.weights.LoadException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What is refused before a model serves, and how it is told. */
class ModelLoaderTests {

    @TempDir
    Path directory;

    private void copy(String family) throws IOException {
        try (Stream<Path> files = Files.list(Golden.of(family).checkpoint())) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
    }

    /** Replaces text of the same length in a file, so that its offsets stay right. */
    private void replace(String name, String text, String replacement) throws IOException {
        Path file = directory.resolve(name);
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(content).contains(text);
        Files.write(file, content.replace(text, replacement).getBytes(StandardCharsets.ISO_8859_1));
    }

    private void assertRefused(String... problem) {
        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> VisionLanguageModel.load(directory, LoadSettings.defaults()).close())
                .withMessageContainingAll(problem);
    }

    @Test
    void tensorWhenMissingThenErrorNamesIt() throws IOException {
        copy("qwen2");
        replace("model.safetensors", "model.layers.1.mlp.up_proj.weight", "model.layers.1.mlp.op_proj.weight");
        assertRefused(directory.toString(), "model.layers.1.mlp.up_proj.weight: the tensor is missing");
    }

    @Test
    void tensorWhenUnusedThenErrorNamesFileAndTensor() throws IOException {
        copy("qwen2");
        replace("config.json", "\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2");
        assertRefused("model.safetensors: model.layers.2.", "12 tensors would not be used",
                "config.json describes another model");
    }

    @Test
    void tensorWhenMisshapenThenErrorNamesBothShapes() throws IOException {
        copy("internvl2-qwen2");
        replace("config.json", "\"intermediate_size\": 80", "\"intermediate_size\": 81");
        assertRefused("model.safetensors: language_model.model.layers.0.mlp.gate_proj.weight",
                "its shape is [80, 48], but config.json makes it [81, 48]");
    }

    @Test
    void tensorWhenStoredAsWholeNumbersThenErrorNamesItsType() throws IOException {
        copy("llama3");
        replace("model.safetensors", "\"lm_head.weight\":{\"dtype\":\"F32\"", "\"lm_head.weight\":{\"dtype\":\"I32\"");
        assertRefused("model.safetensors: lm_head.weight: it is stored as I32; weights are read as F32, F16 or BF16");
    }

    @Test
    void fileWhenTruncatedThenErrorNamesFileAndTensor() throws IOException {
        copy("nvlm-d");
        Path shard = directory.resolve("model-00002-of-00003.safetensors");
        byte[] bytes = Files.readAllBytes(shard);
        Files.write(shard, Arrays.copyOf(bytes, bytes.length - 100));
        assertRefused("model-00002-of-00003.safetensors: ", "it is cut short");
    }

    @Test
    void headWhenTiedButStoredThenItIsIgnored() throws IOException {
        copy("llama3");
        replace("config.json", "\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true");
        try (VisionLanguageModel model = VisionLanguageModel.load(directory, LoadSettings.defaults())) {
            assertThat(model.config().language().tiedHead()).isTrue();
        }
    }

    @Test
    void memoryWhenTooLittleThenErrorComesBeforeAnyWeight() throws IOException {
        copy("qwen2");
        DeviceMemory small = new DeviceMemory() {
            @Override
            public List<ComputeDevice> cudaDevices() {
                return List.of();
            }

            @Override
            public OptionalLong freeBytes(ComputeDevice device) {
                return OptionalLong.of(100_000);
            }
        };
        List<Long> progress = new ArrayList<>();
        ModelLoader loader = new ModelLoader(directory,
                LoadSettings.defaults().withProgress((loaded, _) -> progress.add(loaded)), small,
                ActivationTransfer.COPY);
        assertThatExceptionOfType(LoadException.class).isThrownBy(() -> loader.load().close())
                .withMessageContaining(directory.toString()).withMessageContaining("Too little memory on cpu");
        assertThat(progress).isEmpty();
    }

    @Test
    void deviceWhenNotThereThenErrorSaysSo() throws IOException {
        copy("qwen2");
        LoadSettings settings = LoadSettings.defaults()
                .withDeviceMap(new DeviceMapSpec.Single(ComputeDevice.cuda(31)));
        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> VisionLanguageModel.load(directory, settings).close())
                .withMessageContaining("is to go to cuda:31");
    }

    @Test
    void progressEndsWithAllBytes() throws IOException {
        copy("nvlm-d");
        List<Long> loaded = new ArrayList<>();
        List<Long> totals = new ArrayList<>();
        LoadSettings settings = LoadSettings.defaults().withType(DataType.BFLOAT16).withProgress((bytes, total) -> {
            loaded.add(bytes);
            totals.add(total);
        });
        try (VisionLanguageModel model = VisionLanguageModel.load(directory, settings)) {
            assertThat(loaded).isSorted().hasSize(WeightSchema.of(model.config()).tensors().size());
            assertThat(totals).containsOnly(loaded.getLast());
            // Stored and computed in bfloat16: the plan counts the same bytes.
            assertThat(loaded.getLast()).isEqualTo(model.devicePlan().totalBytes());
        }
    }

    @Test
    void typeWhenNotAskedForThenItIsTheNearestToTheStored() {
        // Weights of half the width stay that; float32 is computed only where the CPU multiplies no bfloat16.
        Precision half = Linear.multipliesBfloat16()
                ? new Precision(DataType.BFLOAT16, WeightFormat.BFLOAT16,
                        PairTiles.present() ? WeightFormat.BFLOAT16 : WeightFormat.AS_COMPUTED)
                : new Precision(DataType.FLOAT32, WeightFormat.BFLOAT16, WeightFormat.BFLOAT16);
        assertThat(precisionOf("internvl2-qwen2")).isEqualTo(Precision.of(DataType.FLOAT32));
        assertThat(precisionOf("nvlm-d")).isEqualTo(half);
        assertThat(precisionOf("internvl2-llama3")).isEqualTo(half);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadSettings.defaults().withType(DataType.FLOAT16))
                .withMessageContaining("float32 or bfloat16");
    }

    private static Precision precisionOf(String family) {
        try (VisionLanguageModel model = VisionLanguageModel.load(Golden.of(family).checkpoint(),
                LoadSettings.defaults())) {
            return model.precision();
        }
    }

    @Test
    void pixelsWhenTheModelHasNoEyesOrTooFewThenRefused() {
        try (VisionLanguageModel text = VisionLanguageModel.load(Golden.of("qwen2").checkpoint(),
                LoadSettings.defaults());
                VisionLanguageModel eyes = VisionLanguageModel.load(Golden.of("nvlm-d").checkpoint(),
                        LoadSettings.defaults())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> text.encodeTiles(FloatBuffer.allocate(768), 0, 1).close())
                    .withMessageContaining("no vision tower");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> eyes.encodeTiles(FloatBuffer.allocate(767), 0, 1).close())
                    .withMessageContaining("none of the 0 tiles");
        }
    }

    @Test
    void cacheBytesPerTokenAreCounted() {
        try (VisionLanguageModel model = VisionLanguageModel.load(Golden.of("nvlm-d").checkpoint(),
                LoadSettings.defaults().withType(DataType.BFLOAT16))) {
            // Keys and values, 3 layers, 2 heads of 8, 2 bytes each.
            assertThat(model.kvBytesPerToken(CacheFormat.AS_COMPUTED)).isEqualTo(2 * 3 * 2 * 8 * 2);
        }
    }
}
