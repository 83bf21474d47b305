package io.azulejo.libtorch.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.azulejo.libtorch.config.ConfigFiles;
import io.azulejo.libtorch.config.ModelConfig;
import io.azulejo.libtorch.config.WeightSchema;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.Precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The table for NVLM-D-72B in docs/operations.md says what the engine plans. */
class SizingGuideTests {

    private static final Pattern ROW = Pattern.compile(
            "\\| (\\d) × (\\d+) GB \\| (\\d+) layers, ([\\d.]+) GB \\| (\\d+) layers, ([\\d.]+) GB \\| .*?([\\d,]+|does not fit)"
                    + " \\| (\\d*) ?\\|(?: `(\\d+)GB`)? \\|");
    private static final double GB = 1e9;
    private static final double RESERVE = 4 * GB;
    private static final int TOKEN_OF_A_LAYER = 4096;

    @TempDir
    Path directory;

    private record Machine(int gpus, long bytes) implements DeviceMemory {

        @Override
        public List<ComputeDevice> cudaDevices() {
            return IntStream.range(0, gpus).mapToObj(ComputeDevice::cuda).toList();
        }

        @Override
        public OptionalLong freeBytes(ComputeDevice device) {
            return OptionalLong.of(device.isCpu() ? 0 : bytes);
        }
    }

    @Test
    void tableIsWhatTheEnginePlans() throws IOException {
        ModelConfig config = ConfigFiles.nvlmD72b(directory);
        List<MatchResult> rows = ROW.matcher(Files.readString(Path.of("../docs/operations.md"))).results().toList();
        assertThat(rows).hasSize(6);
        for (MatchResult row : rows) {
            Machine machine = new Machine(Integer.parseInt(row.group(1)), (long) (Long.parseLong(row.group(2)) * GB));
            DevicePlan plan = plan(config, 0, new Machine(machine.gpus(), Long.MAX_VALUE));
            assertThat(row.group(3) + ": " + row.group(4)).isEqualTo(on(plan, config, 0));
            assertThat(row.group(5) + ": " + row.group(6)).isEqualTo(on(plan, config, 1));
            double tokens = IntStream.range(0, machine.gpus())
                    .mapToDouble(gpu -> (machine.bytes() - bytes(plan, gpu) - RESERVE)
                            / (layers(plan, config, gpu) * TOKEN_OF_A_LAYER))
                    .min().orElseThrow();
            if (tokens < 0) {
                assertThat(row.group(7)).isEqualTo("does not fit");
                assertThatExceptionOfType(DevicePlanException.class).isThrownBy(() -> plan(config, 0, machine));
            } else {
                long shown = Long.parseLong(row.group(7).replace(",", ""));
                assertThat(shown).isEqualTo((long) tokens / 1000 * 1000);
                assertThat(Long.parseLong(row.group(8))).isEqualTo(shown / 3000);
                long cache = Long.parseLong(row.group(9)) << 30;
                assertThat(cache / (320 << 10)).isBetween(shown * 9 / 10, shown);
                plan(config, cache, machine);
            }
        }
    }

    private static DevicePlan plan(ModelConfig config, long cache, DeviceMemory memory) {
        return new DevicePlanner(config, Precision.of(DataType.BFLOAT16), cache, 0, memory)
                .plan(new DeviceMapSpec.Card(List.of()));
    }

    private static String on(DevicePlan plan, ModelConfig config, int gpu) {
        return String.format(Locale.ROOT, "%d: %.1f", layers(plan, config, gpu), bytes(plan, gpu) / GB);
    }

    private static long bytes(DevicePlan plan, int gpu) {
        return plan.bytesByDevice().getOrDefault(ComputeDevice.cuda(gpu), 0L);
    }

    private static long layers(DevicePlan plan, ModelConfig config, int gpu) {
        return IntStream.range(0, config.layers())
                .filter(layer -> plan.deviceOf(WeightSchema.layer(config, layer)).index() == gpu).count();
    }
}
