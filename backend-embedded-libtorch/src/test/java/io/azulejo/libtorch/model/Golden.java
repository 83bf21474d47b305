package io.azulejo.libtorch.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One family's tiny checkpoint and what src/test/python/make_golden.py recorded of it. */
record Golden(Path checkpoint, JsonNode expected, JsonNode header, ByteBuffer data) {

    static final List<String> FAMILIES = List.of("nvlm-d", "internvl2-qwen2", "internvl2-llama3", "internvl3-qwen2",
            "qwen2", "llama3");

    static Golden of(String family) {
        return of(family, "expected.safetensors");
    }

    /** With the values of another file beside the checkpoint. */
    static Golden of(String family, String values) {
        URL url = Objects.requireNonNull(Golden.class.getResource("/golden/" + family + "/config.json"), family);
        try {
            Path checkpoint = Objects.requireNonNull(Path.of(url.toURI()).getParent());
            byte[] file = Files.readAllBytes(checkpoint.resolve(values));
            int headerLength = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
            JsonNode header = JsonMapper.shared().readTree(file, Long.BYTES, headerLength);
            int dataStart = Long.BYTES + headerLength;
            return new Golden(checkpoint,
                    JsonMapper.shared().readTree(checkpoint.resolve("expected.json").toFile()), header,
                    ByteBuffer.wrap(file, dataStart, file.length - dataStart).slice());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String stage) {
        return header.has(stage);
    }

    /** The recorded values, read here by hand so that a fault of the engine's reader cannot hide itself. */
    float[] values(String stage) {
        JsonNode offsets = header.path(stage).path("data_offsets");
        int begin = offsets.path(0).intValue();
        float[] values = new float[(offsets.path(1).intValue() - begin) / Float.BYTES];
        data.slice(begin, values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    int[] ids() {
        return ints("promptIds");
    }

    int[] tileStarts() {
        return ints("tileStarts");
    }

    int[] greedyTokens() {
        return ints("greedyTokens");
    }

    /** How far the reference in bfloat16 lies from itself in float32: root of the mean square. */
    double bfloat16Deviation(String stage) {
        return expected.path("bfloat16Deviation").path(stage).doubleValue();
    }

    private int[] ints(String key) {
        return StreamSupport.stream(expected.path(key).spliterator(), false).mapToInt(JsonNode::intValue).toArray();
    }
}
