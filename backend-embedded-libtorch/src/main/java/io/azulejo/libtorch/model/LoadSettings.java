package io.azulejo.libtorch.model;

import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.device.DeviceMapSpec;
import io.azulejo.libtorch.tensor.DataType;

/**
 * How a checkpoint is loaded.
 *
 * @param type the type to compute in, {@code FLOAT32} or {@code BFLOAT16}; null for the one nearest to how the
 *        weights are stored
 * @param deviceMap what goes where
 * @param kvCacheBytes memory to leave free on the devices for cached keys and values, spread over the layers
 * @param featureCacheBytes memory to leave free for kept picture features
 * @param progress hears how far loading has come
 */
public record LoadSettings(@Nullable DataType type, DeviceMapSpec deviceMap, long kvCacheBytes,
        long featureCacheBytes, LoadProgress progress) {

    public LoadSettings {
        if (type != null && !type.computable()) {
            throw new IllegalArgumentException("The engine computes in float32 or bfloat16, not in " + type + ".");
        }
        if (kvCacheBytes < 0 || featureCacheBytes < 0) {
            throw new IllegalArgumentException("Bytes for a cache cannot be negative: " + kvCacheBytes + ", "
                    + featureCacheBytes);
        }
    }

    /** Computes as the weights are stored, where they fit best, and tells nobody. */
    public static LoadSettings defaults() {
        return new LoadSettings(null, new DeviceMapSpec.Automatic(), 0, 0, (_, _) -> {});
    }

    public LoadSettings withType(DataType other) {
        return new LoadSettings(other, deviceMap, kvCacheBytes, featureCacheBytes, progress);
    }

    public LoadSettings withDeviceMap(DeviceMapSpec other) {
        return new LoadSettings(type, other, kvCacheBytes, featureCacheBytes, progress);
    }

    public LoadSettings withKvCacheBytes(long other) {
        return new LoadSettings(type, deviceMap, other, featureCacheBytes, progress);
    }

    public LoadSettings withProgress(LoadProgress other) {
        return new LoadSettings(type, deviceMap, kvCacheBytes, featureCacheBytes, other);
    }
}
