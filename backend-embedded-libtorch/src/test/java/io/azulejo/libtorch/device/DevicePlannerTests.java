package io.azulejo.libtorch.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.libtorch.config.ConfigFiles;
import io.azulejo.libtorch.config.ModelConfig;
import io.azulejo.libtorch.config.WeightSchema;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.Precision;
import io.azulejo.libtorch.tensor.WeightFormat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DevicePlannerTests {

    private static final long GIB = 1L << 30;

    @TempDir
    Path directory;

    /** Machines that are not here: CUDA devices of the given sizes, and as much memory for the CPU as said. */
    private record Machine(long cpuBytes, List<Long> gpuBytes) implements DeviceMemory {

        static Machine of(long cpuBytes, Long... gpuBytes) {
            return new Machine(cpuBytes, List.of(gpuBytes));
        }

        @Override
        public List<ComputeDevice> cudaDevices() {
            return IntStream.range(0, gpuBytes.size()).mapToObj(ComputeDevice::cuda).toList();
        }

        @Override
        public OptionalLong freeBytes(ComputeDevice device) {
            return OptionalLong.of(device.isCpu() ? cpuBytes : gpuBytes.get(device.index()));
        }
    }

    private DevicePlan plan(ModelConfig config, DeviceMapSpec spec, DeviceMemory memory) {
        return new DevicePlanner(config, Precision.of(DataType.BFLOAT16), 0, 0, memory).plan(spec);
    }

    private ModelConfig nvlm() {
        return ConfigFiles.nvlmD72b(directory);
    }

    private ModelConfig textOnly(int layers) {
        return ConfigFiles.parse(directory, """
                {"architectures": ["Qwen2ForCausalLM"], "vocab_size": 1024, "hidden_size": 1024,
                 "intermediate_size": 1024, "num_attention_heads": 8, "num_key_value_heads": 8,
                 "num_hidden_layers": %d}""".formatted(layers));
    }

    private static Machine gpus(int count) {
        return new Machine(GIB, IntStream.range(0, count).mapToObj(_ -> 1L << 50).toList());
    }

    static Stream<Arguments> cardMaps() throws IOException {
        try (InputStream in = Objects
                .requireNonNull(DevicePlannerTests.class.getResourceAsStream("/device/card-maps.json"))) {
            JsonNode maps = JsonMapper.shared().readTree(in.readAllBytes());
            return maps.properties().stream().flatMap(entry -> IntStream.range(0, entry.getValue().size())
                    .mapToObj(i -> Arguments.of(Integer.parseInt(entry.getKey()), i + 1,
                            entry.getValue().get(i).stringValue())));
        }
    }

    @ParameterizedTest(name = "{0} layers on {1} GPUs")
    @MethodSource("cardMaps")
    void cardsMapIsTheReferences(int layers, int count, String expected) {
        ModelConfig config = textOnly(layers);
        DevicePlan plan = plan(config, new DeviceMapSpec.Card(List.of()), gpus(count));
        StringBuilder actual = new StringBuilder();
        for (int i = 0; i < layers; i++) {
            actual.append((char) ('a' + plan.deviceOf(WeightSchema.layer(config, i)).index()));
        }
        assertThat(actual).hasToString(expected);
        assertThat(plan.deviceOf("model.embed_tokens")).isEqualTo(ComputeDevice.cuda(0));
        assertThat(plan.deviceOf("model.norm")).isEqualTo(ComputeDevice.cuda(0));
        assertThat(plan.deviceOf("lm_head")).isEqualTo(ComputeDevice.cuda(0));
    }

    @Test
    void nvlmD72bOnFourGpusIsCountedToTheByte() {
        DevicePlan plan = plan(nvlm(), new DeviceMapSpec.Card(List.of()), gpus(4));
        // In bfloat16. A layer: q and o 8192 x 8192, k and v 1024 x 8192, three of 29568 x 8192, biases and norms.
        long layer = 2L * (2 * 8192 * 8192 + 2 * 1024 * 8192 + 3 * 29568 * 8192 + 8192 + 2 * 1024 + 2 * 8192);
        // A vision layer: qkv 12288 x 3200, proj 3200 x 4096, MLP of 12800, biases, q/k norms, norms, layer scales.
        long vision = 2L * (45L * (12288 * 3200 + 3200 * 4096 + 3200 + 2 * 4096 + 2 * 12800 * 3200 + 12800 + 3200
                + 4 * 3200) + 3200 * 3 * 14 * 14 + 3200 + 3200 + 1025 * 3200);
        long projector = 2L * (2 * 12800 + 12800L * 29568 + 29568L * 8192);
        long ends = vision + projector + 2L * (2L * 152064 * 8192 + 8192);
        assertThat(plan.bytesByDevice()).containsExactly(Map.entry(ComputeDevice.cuda(0), ends + 13 * layer),
                Map.entry(ComputeDevice.cuda(1), 23 * layer), Map.entry(ComputeDevice.cuda(2), 23 * layer),
                Map.entry(ComputeDevice.cuda(3), 21 * layer));
        assertThat(plan.totalBytes()).isEqualTo(ends + 80 * layer).isBetween(156_000_000_000L, 160_000_000_000L);
    }

    @Test
    void planIsPrintedAsRunsWithTheirSizes() {
        assertThat(plan(nvlm(), new DeviceMapSpec.Card(List.of()), gpus(2)).toString().lines()).containsExactly(
                "cuda:0     58.89 GiB  vision_model to language_model.model.layers.26",
                "cuda:1     85.01 GiB  language_model.model.layers.27 to language_model.model.layers.78",
                "cuda:0      3.96 GiB  language_model.model.layers.79 to language_model.lm_head",
                "cuda:0     62.85 GiB  in all", "cuda:1     85.01 GiB  in all");
    }

    @Test
    void automaticFillsDevicesInTurnAndSpillsToTheCpu() {
        DevicePlan plan = plan(nvlm(), new DeviceMapSpec.Automatic(), Machine.of(200 * GIB, 40 * GIB, 40 * GIB));
        List<String> runs = plan.toString().lines().map(line -> line.replaceAll("\\s+", " ")).toList();
        assertThat(runs.get(0)).startsWith("cuda:0").contains("vision_model to language_model.model.layers.12");
        assertThat(runs.get(1)).startsWith("cuda:1").contains("layers.13 to language_model.model.layers.35");
        assertThat(runs.get(2)).startsWith("cpu").contains("layers.36 to language_model.model.layers.79");
        assertThat(runs.get(3)).startsWith("cuda:0").contains("norm to language_model.lm_head");
        plan.bytesByDevice().forEach((device, bytes) -> assertThat(bytes)
                .isLessThan((device.isCpu() ? 200 : 39) * GIB));
    }

    @Test
    void automaticLeavesRoomForTheCache() {
        ModelConfig config = textOnly(4);
        DeviceMemory memory = Machine.of(GIB, DevicePlanner.CUDA_RESERVE + (40 << 20));
        assertThat(new DevicePlanner(config, Precision.of(DataType.BFLOAT16), 0, 0, memory)
                .plan(new DeviceMapSpec.Automatic())
                .deviceOf("model.layers.1")).isEqualTo(ComputeDevice.cuda(0));
        assertThat(
                new DevicePlanner(config, Precision.of(DataType.BFLOAT16), 100 << 20, 0, memory)
                        .plan(new DeviceMapSpec.Automatic())
                        .deviceOf("model.layers.1"))
                .isEqualTo(ComputeDevice.CPU);
    }

    @Test
    void automaticWithoutGpusIsTheCpu() {
        assertThat(plan(textOnly(2), new DeviceMapSpec.Automatic(), Machine.of(GIB)).bytesByDevice())
                .containsOnlyKeys(ComputeDevice.CPU);
    }

    @Test
    void explicitMapTakesTheLongestPrefix() {
        DevicePlan plan = plan(nvlm(), DeviceMapSpec.parse("language_model=cuda:1, =cuda:0,"
                + " language_model.model.layers.0-9=cpu, language_model.model.layers.99=cuda:0,"
                + " language_model.output=cuda:0"), Machine.of(1L << 40, 1L << 50, 1L << 50));
        assertThat(plan.deviceOf("vision_model")).isEqualTo(ComputeDevice.cuda(0));
        assertThat(plan.deviceOf("mlp1")).isEqualTo(ComputeDevice.cuda(0));
        assertThat(plan.deviceOf("language_model.model.layers.1")).isEqualTo(ComputeDevice.CPU);
        assertThat(plan.deviceOf("language_model.model.layers.10")).isEqualTo(ComputeDevice.cuda(1));
        assertThat(plan.deviceOf("language_model.lm_head")).isEqualTo(ComputeDevice.cuda(1));
    }

    @Test
    void tiedHeadIsWhereTheEmbeddingIs() {
        ModelConfig config = ConfigFiles.parse(directory, """
                {"architectures": ["Qwen2ForCausalLM"], "num_hidden_layers": 2, "tie_word_embeddings": true}""");
        DevicePlan plan = plan(config, DeviceMapSpec.parse("model=cuda:1,lm_head=cuda:0"), gpus(2));
        assertThat(plan.deviceOf("lm_head")).isEqualTo(ComputeDevice.cuda(1));
    }

    @Test
    void tiedHeadTakesMemoryOfItsOwnOnlyWhereItHasFewerBitsThanTheTable() {
        ModelConfig config = ConfigFiles.parse(directory, """
                {"architectures": ["Qwen2ForCausalLM"], "num_hidden_layers": 2, "tie_word_embeddings": true}""");
        assertThat(headBytes(config, WeightFormat.BFLOAT16)).isZero();
        long weights = (long) config.vocabularySize() * config.language().hiddenSize();
        assertThat(headBytes(config, WeightFormat.INT8)).isEqualTo(weights * 17 / 16);
    }

    private static long headBytes(ModelConfig config, WeightFormat decoder) {
        return ModuleSize.of(config, new Precision(DataType.BFLOAT16, decoder, WeightFormat.AS_COMPUTED)).stream()
                .filter(module -> module.name().equals("lm_head")).mapToLong(ModuleSize::bytes).sum();
    }

    private void assertRefused(String map, DeviceMemory memory, String problem) {
        ModelConfig config = nvlm();
        assertThatExceptionOfType(DevicePlanException.class)
                .isThrownBy(() -> plan(config, DeviceMapSpec.parse(map), memory)).withMessageContaining(problem);
    }

    @Test
    void mapWhenItLeavesOutAModuleThenErrorNamesIt() {
        assertRefused("vision_model=cuda:0,language_model=cuda:0", gpus(1), "says nothing of mlp1");
    }

    @Test
    void mapWhenItNamesAnUnknownModuleThenErrorListsTheModules() {
        assertRefused("=cuda:0,visual=cuda:0", gpus(1), "names visual, but the model has no such module. It has"
                + " vision_model, mlp1, language_model.model.embed_tokens");
    }

    @Test
    void mapWhenItSplitsAModuleThenErrorSaysThatItStaysWhole() {
        assertRefused("=cuda:0,vision_model.encoder.layers.3=cuda:0", gpus(1), "vision_model stays in one piece");
    }

    @Test
    void mapWhenItNamesAMissingDeviceThenErrorSaysWhatThereIs() {
        assertRefused("cuda:1", gpus(1), "is to go to cuda:1, but LibTorch sees only [cuda:0]");
        assertRefused("cuda:0", Machine.of(GIB), "sees no CUDA device here");
        assertRefused("card", Machine.of(GIB), "needs CUDA devices");
    }

    @Test
    void planWhenItDoesNotFitThenErrorNamesDeviceAndBytes() {
        assertRefused("cpu", Machine.of(100 * GIB),
                "Too little memory on cpu: the weights there need 147.86 GiB, but only 100.00 GiB is free");
        assertRefused("card", Machine.of(GIB, 80 * GIB, 80 * GIB), "Too little memory on cuda:1");
        assertRefused("auto", Machine.of(10 * GIB, 80 * GIB), "Too little memory on cpu");
    }

    @Test
    void cacheWhenItDoesNotFitBesideTheWeightsThenRefused() {
        ModelConfig config = textOnly(2);
        DevicePlanner planner = new DevicePlanner(config, Precision.of(DataType.FLOAT32), 2 * GIB, 0, Machine.of(GIB));
        assertThatExceptionOfType(DevicePlanException.class)
                .isThrownBy(() -> planner.plan(new DeviceMapSpec.Single(ComputeDevice.CPU)))
                .withMessageContaining("and their share of the caches");
    }

    @Test
    void cpusWhenSeveralThenTheirMemoryIsOne() {
        ModelConfig config = nvlm();
        DeviceMapSpec spec = new DeviceMapSpec.Card(
                List.of(ComputeDevice.parse("cpu:0"), ComputeDevice.parse("cpu:1")));
        assertThatExceptionOfType(DevicePlanException.class)
                .isThrownBy(() -> plan(config, spec, Machine.of(100 * GIB))).withMessageContaining("147.86 GiB");
    }
}
