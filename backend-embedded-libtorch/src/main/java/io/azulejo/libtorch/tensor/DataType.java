package io.azulejo.libtorch.tensor;

import java.util.Locale;
import java.util.Optional;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** An element type of floating-point weights, under the name that safetensors files use. */
public enum DataType {

    FLOAT32("F32", 4, ScalarType.Float), BFLOAT16("BF16", 2, ScalarType.BFloat16), FLOAT16("F16", 2, ScalarType.Half);

    private final String safetensorsName;
    private final int bytes;
    private final ScalarType scalarType;

    DataType(String safetensorsName, int bytes, ScalarType scalarType) {
        this.safetensorsName = safetensorsName;
        this.bytes = bytes;
        this.scalarType = scalarType;
    }

    /** The type with this name in a safetensors header; empty for types that weights are not stored in. */
    public static Optional<DataType> ofSafetensors(String name) {
        for (DataType type : values()) {
            if (type.safetensorsName.equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    public String safetensorsName() {
        return safetensorsName;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    public ScalarType scalarType() {
        return scalarType;
    }

    /** Whether the engine computes in this type. Half precision is read and converted: its range is too small here. */
    public boolean computable() {
        return this != FLOAT16;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
