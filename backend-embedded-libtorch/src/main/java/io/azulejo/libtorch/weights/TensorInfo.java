package io.azulejo.libtorch.weights;

import java.nio.file.Path;
import java.util.List;

import io.azulejo.libtorch.tensor.DataType;

/**
 * What a safetensors header says of one tensor; checked against the file's size.
 *
 * @param name its name
 * @param file the file that holds it
 * @param storedType its element type under safetensors' name, such as {@code BF16}; not always one that weights have
 * @param shape its sizes, row-major
 * @param offset where its bytes begin, counted from the start of the file
 * @param bytes how many there are
 */
public record TensorInfo(String name, Path file, String storedType, List<Long> shape, long offset, long bytes) {

    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /**
     * The element type.
     *
     * @throws LoadException where it is none that weights are stored in
     */
    public DataType type() {
        return DataType.ofSafetensors(storedType).orElseThrow(() -> new LoadException(file, name,
                "it is stored as " + storedType + "; weights are read as F32, F16 or BF16."));
    }

    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
