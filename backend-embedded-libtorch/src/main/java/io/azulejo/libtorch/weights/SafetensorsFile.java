package io.azulejo.libtorch.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The header of a safetensors file: an unsigned 64-bit length (little endian), that many bytes of JSON, then the data
 * that the JSON's offsets point into. Everything the header says is checked against the file's size here, so that
 * whoever maps the data need not.
 *
 * @param path the file
 * @param size its size in bytes
 * @param tensors what it holds, in the order of the data
 */
record SafetensorsFile(Path path, long size, List<TensorInfo> tensors) {

    /** The limit of the format's reference implementation. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    private static final Map<String, Integer> ELEMENT_BYTES = Map.ofEntries(Map.entry("BOOL", 1), Map.entry("U8", 1),
            Map.entry("I8", 1), Map.entry("F8_E5M2", 1), Map.entry("F8_E4M3", 1), Map.entry("F8_E8M0", 1),
            Map.entry("I16", 2), Map.entry("U16", 2), Map.entry("F16", 2), Map.entry("BF16", 2), Map.entry("I32", 4),
            Map.entry("U32", 4), Map.entry("F32", 4), Map.entry("I64", 8), Map.entry("U64", 8), Map.entry("F64", 8),
            Map.entry("C64", 8));

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    SafetensorsFile {
        tensors = List.copyOf(tensors);
    }

    /**
     * Reads and checks the header.
     *
     * @throws LoadException where the file is missing, cut short or says what cannot be
     */
    static SafetensorsFile read(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < Long.BYTES) {
                throw new LoadException(path, null, "The file has " + size
                        + " bytes, too few for a safetensors header.");
            }
            long headerBytes = read(channel, 0, Long.BYTES, path).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
            // A length of 2^63 or more reads as negative.
            if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES) {
                throw new LoadException(path, null, "The header claims " + Long.toUnsignedString(headerBytes)
                        + " bytes, more than the " + MAX_HEADER_BYTES + " a safetensors header may have.");
            }
            if (headerBytes > size - Long.BYTES) {
                throw new LoadException(path, null, "The file is cut short: its header has " + headerBytes
                        + " bytes, but the file only " + size + ".");
            }
            JsonNode header = parse(read(channel, Long.BYTES, (int) headerBytes, path).array(), path);
            return new SafetensorsFile(path, size, tensors(header, path, Long.BYTES + headerBytes, size));
        } catch (IOException e) {
            throw new LoadException(path, null, Files.exists(path)
                    ? "The file cannot be read: " + e.getMessage()
                    : "The file is missing.", e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int length, Path path) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new LoadException(path, null, "The file ends within its header.");
            }
        }
        return buffer.flip();
    }

    private static JsonNode parse(byte[] header, Path path) {
        try {
            JsonNode node = JSON.readTree(header);
            if (!node.isObject()) {
                throw new LoadException(path, null, "The header is not a JSON object.");
            }
            return node;
        } catch (JacksonException e) {
            throw new LoadException(path, null, "The header is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static List<TensorInfo> tensors(JsonNode header, Path path, long dataStart, long fileSize) {
        List<TensorInfo> tensors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals("__metadata__")) {
                tensors.add(tensor(entry.getKey(), entry.getValue(), path, dataStart, fileSize));
            }
        }
        tensors.sort(Comparator.comparingLong(TensorInfo::offset).thenComparingLong(TensorInfo::bytes));
        for (int i = 1; i < tensors.size(); i++) {
            TensorInfo before = tensors.get(i - 1);
            TensorInfo tensor = tensors.get(i);
            if (tensor.offset() < before.offset() + before.bytes()) {
                throw new LoadException(path, tensor.name(), "its bytes overlap those of " + before.name() + ".");
            }
        }
        return tensors;
    }

    private static TensorInfo tensor(String name, JsonNode node, Path path, long dataStart, long fileSize) {
        String type = node.path("dtype").asString("");
        Integer elementBytes = ELEMENT_BYTES.get(type);
        if (elementBytes == null) {
            throw new LoadException(path, name, "its dtype '" + type + "' is not known.");
        }
        List<Long> shape = numbers(node.get("shape"), path, name, "shape");
        List<Long> offsets = numbers(node.get("data_offsets"), path, name, "data_offsets");
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw new LoadException(path, name, "its data_offsets " + offsets + " are not a begin and an end.");
        }
        long begin = offsets.get(0);
        long end = offsets.get(1);
        if (end > fileSize - dataStart) {
            throw new LoadException(path, name, "its bytes end at " + end + " of the data, but the file holds only "
                    + (fileSize - dataStart) + ": it is cut short.");
        }
        long bytes;
        try {
            bytes = Math.multiplyExact(shape.stream().reduce(1L, Math::multiplyExact), (long) elementBytes);
        } catch (ArithmeticException e) {
            throw new LoadException(path, name, "its shape " + shape + " is too large.", e);
        }
        if (bytes != end - begin) {
            throw new LoadException(path, name, "its shape " + shape + " of " + type + " needs " + bytes
                    + " bytes, but its data_offsets hold " + (end - begin) + ".");
        }
        return new TensorInfo(name, path, type, shape, dataStart + begin, bytes);
    }

    private static List<Long> numbers(@Nullable JsonNode node, Path path, String name, String key) {
        if (node == null || !node.isArray()) {
            throw new LoadException(path, name, "its " + key + " is not a list of numbers.");
        }
        List<Long> numbers = new ArrayList<>(node.size());
        for (JsonNode number : node) {
            if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
                throw new LoadException(path, name, "its " + key + " holds " + number
                        + ", which is not a whole number from 0 on.");
            }
            numbers.add(number.longValue());
        }
        return numbers;
    }
}
