package io.azulejo.libtorch.model;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

import io.azulejo.libtorch.device.DeviceMapSpec;
import io.azulejo.libtorch.device.DeviceMemory;
import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.tensor.ActivationTransfer;
import io.azulejo.libtorch.tensor.CacheFormat;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.Tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * A model over several devices, without a GPU: CPU devices told apart by their index take the way that CUDA devices
 * take, and each move makes a true copy here.
 */
class DeviceMovesTests {

    private static final DeviceMemory PLENTY = new DeviceMemory() {
        @Override
        public List<ComputeDevice> cudaDevices() {
            return List.of();
        }

        @Override
        public OptionalLong freeBytes(ComputeDevice device) {
            return OptionalLong.of(1L << 40);
        }
    };

    private final Golden golden = Golden.of("nvlm-d");
    private final List<String> moves = new ArrayList<>();

    private float[] logits(DeviceMapSpec map) {
        return logits(map, Integer.MAX_VALUE);
    }

    /** @param part tokens that take the way through the devices together */
    private float[] logits(DeviceMapSpec map, int part) {
        ActivationTransfer recording = (tensor, from, to) -> {
            moves.add(from + ">" + to);
            return tensor.clone();
        };
        LoadSettings settings = LoadSettings.defaults().withType(DataType.FLOAT32).withDeviceMap(map);
        try (VisionLanguageModel model = new ModelLoader(golden.checkpoint(), settings, PLENTY, recording).load();
                KvCache cache = model.newKvCache(16, 4, CacheFormat.AS_COMPUTED);
                Tensor features = model.encodeTiles(FloatBuffer.wrap(golden.values("pixels")), 0,
                        golden.tileStarts().length)) {
            int[] ids = golden.ids();
            StepBatch prompt = Sequences.piece(ids, 0, ids.length, IntStream.range(0, 16).toArray(),
                    Sequences.spans(model, golden, features, 0, ids.length, 0),
                    IntStream.range(0, ids.length).toArray());
            List<StepBatch> parts = IntStream.iterate(0, from -> from < ids.length, from -> from + part)
                    .limit(Math.ceilDiv(ids.length, part))
                    .mapToObj(from -> MicroBatches.part(prompt, from, Math.min(ids.length - from, part) + from))
                    .toList();
            try (Tensor logits = model.forward(parts, prompt.logitRows(), cache, null)) {
                return Tensors.toFloats(logits);
            }
        }
    }

    private static DeviceMapSpec card(int devices) {
        return new DeviceMapSpec.Card(IntStream.range(0, devices)
                .mapToObj(i -> new ComputeDevice(ComputeDevice.Kind.CPU, i)).toList());
    }

    @Test
    void modelOnOneDeviceMovesNothing() {
        float[] alone = logits(new DeviceMapSpec.Single(ComputeDevice.CPU));
        assertThat(moves).isEmpty();
        assertThat(alone).hasSameSizeAs(golden.values("logits"));
    }

    @Test
    void activationsFollowTheCardsMapOutAndBack() {
        float[] alone = logits(new DeviceMapSpec.Single(ComputeDevice.CPU));
        // Three layers on two devices: 0 and 2 on the first, 1 on the second.
        assertThat(logits(card(2))).containsExactly(alone);
        assertThat(moves).containsExactly("cpu>cpu:1", "cpu:1>cpu");
    }

    @Test
    void everyPartMayLieElsewhere() {
        float[] alone = logits(new DeviceMapSpec.Single(ComputeDevice.CPU));
        float[] apart = logits(DeviceMapSpec.parse("vision_model=cpu:1,mlp1=cpu:2,"
                + "language_model.model.embed_tokens=cpu:3,language_model.model.layers.0=cpu:3,"
                + "language_model.model.layers.1=cpu:4,language_model.model.layers.2=cpu:4,"
                + "language_model.model.norm=cpu:5,language_model.lm_head=cpu:6"));
        assertThat(apart).containsExactly(alone);
        List<String> tile = List.of("cpu:1>cpu:2", "cpu:2>cpu:3");
        assertThat(moves).containsExactlyElementsOf(Stream.of(tile, tile, tile,
                List.of("cpu:3>cpu:4", "cpu:4>cpu:5", "cpu:5>cpu:6")).flatMap(List::stream).toList());
    }

    @Test
    void partsOfAPromptFollowEachOtherThroughTheDevices() {
        float[] alone = logits(new DeviceMapSpec.Single(ComputeDevice.CPU));
        int half = Math.ceilDiv(golden.ids().length, 2);

        assertThat(logits(card(2), half)).containsExactly(alone, within(1e-4f));
        // In waves: the first part comes back while the second goes out.
        assertThat(moves).containsExactly("cpu>cpu:1", "cpu:1>cpu", "cpu>cpu:1", "cpu:1>cpu");
    }
}
