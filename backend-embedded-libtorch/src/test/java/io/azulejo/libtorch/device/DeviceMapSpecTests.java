package io.azulejo.libtorch.device;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.azulejo.libtorch.tensor.ComputeDevice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DeviceMapSpecTests {

    @Test
    void settingsAreReadInEveryForm() {
        assertThat(DeviceMapSpec.parse(" auto ")).isEqualTo(new DeviceMapSpec.Automatic());
        assertThat(DeviceMapSpec.parse("CPU")).isEqualTo(new DeviceMapSpec.Single(ComputeDevice.CPU));
        assertThat(DeviceMapSpec.parse("cuda")).isEqualTo(new DeviceMapSpec.Single(ComputeDevice.cuda(0)));
        assertThat(DeviceMapSpec.parse("card")).isEqualTo(new DeviceMapSpec.Card(List.of()));
        assertThat(DeviceMapSpec.parse("card:2"))
                .isEqualTo(new DeviceMapSpec.Card(List.of(ComputeDevice.cuda(0), ComputeDevice.cuda(1))));
        assertThat(DeviceMapSpec.parse("model.layers.8-10=cuda:1, lm_head = cpu"))
                .isEqualTo(new DeviceMapSpec.Explicit(Map.of("model.layers.8", ComputeDevice.cuda(1),
                        "model.layers.9", ComputeDevice.cuda(1), "model.layers.10", ComputeDevice.cuda(1), "lm_head",
                        ComputeDevice.CPU)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "cuda:1000", "card:0", "card:x", "a=cuda:0,b", "a=tpu",
            "a=cpu,a=cuda:0", "model.layers.0-2=cpu,model.layers.1=cpu"})
    void settingWhenItIsNoMapThenRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DeviceMapSpec.parse(text));
    }
}
