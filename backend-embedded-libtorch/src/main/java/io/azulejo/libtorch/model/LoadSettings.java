package io.azulejo.libtorch.model;

import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.device.DeviceMapSpec;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.WeightFormat;

/**
 * How a checkpoint is loaded.
 *
 * @param type the type to compute in, {@code FLOAT32} or {@code BFLOAT16}; null for the one nearest to how the
 *        weights are stored that the devices are fast in
 * @param decoder how the decoder's matrices are kept; null for how they are computed with fastest, nothing lost
 * @param vision how those of vision tower and projector are kept, likewise
 * @param deviceMap what goes where
 * @param kvCacheBytes memory to leave free on the devices for cached keys and values, spread over the layers
 * @param featureCacheBytes memory to leave free for kept picture features
 * @param progress hears how far loading has come
 */
public record LoadSettings(@Nullable DataType type, @Nullable WeightFormat decoder, @Nullable WeightFormat vision,
        DeviceMapSpec deviceMap, long kvCacheBytes, long featureCacheBytes, LoadProgress progress) {

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
        return new LoadSettings(null, null, null, new DeviceMapSpec.Automatic(), 0, 0, (_, _) -> {});
    }

    public LoadSettings withType(DataType other) {
        return new LoadSettings(other, decoder, vision, deviceMap, kvCacheBytes, featureCacheBytes, progress);
    }

    public LoadSettings withWeights(@Nullable WeightFormat otherDecoder, @Nullable WeightFormat otherVision) {
        return new LoadSettings(type, otherDecoder, otherVision, deviceMap, kvCacheBytes, featureCacheBytes, progress);
    }

    public LoadSettings withDeviceMap(DeviceMapSpec other) {
        return new LoadSettings(type, decoder, vision, other, kvCacheBytes, featureCacheBytes, progress);
    }

    public LoadSettings withKvCacheBytes(long other) {
        return new LoadSettings(type, decoder, vision, deviceMap, other, featureCacheBytes, progress);
    }

    public LoadSettings withProgress(LoadProgress other) {
        return new LoadSettings(type, decoder, vision, deviceMap, kvCacheBytes, featureCacheBytes, other);
    }
}
