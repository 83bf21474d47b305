package io.azulejo.libtorch.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Safetensors files byte by byte, for tests. */
final class SafetensorsBytes {

    private SafetensorsBytes() {}

    static Path write(Path file, String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return write(file, json.length, json, data);
    }

    static Path write(Path file, long claimedLength, byte[] header, byte[] data) throws IOException {
        return Files.write(file, ByteBuffer.allocate(Long.BYTES + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN).putLong(claimedLength).put(header).put(data).array());
    }

    /** The bytes of float32 numbers. */
    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** The bytes of the upper halves of float32 numbers: bfloat16, cut. */
    static byte[] bfloat16s(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort((short) (Float.floatToIntBits(value) >>> 16));
        }
        return bytes.array();
    }
}
