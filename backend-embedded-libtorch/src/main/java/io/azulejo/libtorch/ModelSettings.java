package io.azulejo.libtorch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.backend.Settings;
import io.azulejo.libtorch.device.DeviceMapSpec;
import io.azulejo.libtorch.tensor.CacheFormat;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.WeightFormat;
import io.azulejo.processor.PromptFormat;

/**
 * What configuration says about one model.
 *
 * @param settings where the values come from, to name a property in an error
 * @param path the checkpoint's directory
 * @param dtype the type to compute in, null for the stored one
 * @param weights how the decoder's matrices are kept, null for the fastest form that loses nothing
 * @param visionWeights how those of the vision tower are kept, likewise
 * @param maxTiles the most tiles of a picture where the request does not say, empty for what the checkpoint says
 * @param maxSequences the most answers made at a time
 * @param maxQueued the most requests that wait
 * @param maxPerUser the most requests of one user at a time
 * @param kvCacheBytes memory of the key/value cache
 * @param kvCacheFormat how it keeps keys and values
 * @param contextLength the most tokens of a prompt and its answer, empty for what the checkpoint says
 * @param stepTokens the most tokens computed in one step
 * @param stepStretch how long a step may take beside decodes, as a multiple of the decodes alone
 * @param prefixCache whether prompts that begin alike share what is computed
 * @param featureCacheBytes the most memory of kept picture features
 * @param deviceMap what goes where
 * @param promptFormat which published form prompts are written in
 * @param interleave whether pictures stay where they stand among a message's texts
 * @param applyOrientation whether photographs are turned upright as their EXIF data says
 */
record ModelSettings(Settings settings, Path path, @Nullable DataType dtype, @Nullable WeightFormat weights,
        @Nullable WeightFormat visionWeights, OptionalInt maxTiles, int maxSequences,
        int maxQueued, int maxPerUser, OptionalLong kvCacheBytes, CacheFormat kvCacheFormat,
        OptionalInt contextLength, int stepTokens,
        double stepStretch,
        boolean prefixCache, long featureCacheBytes, DeviceMapSpec deviceMap,
        PromptFormat promptFormat, boolean interleave, boolean applyOrientation) {

    /** The model card's function cuts a picture into at most 12 tiles. */
    static final int MOST_TILES = 12;

    private static final int DEFAULT_MAX_SEQUENCES = 16;
    private static final int DEFAULT_MAX_QUEUED = 256;
    private static final int DEFAULT_STEP_TOKENS = 512;
    private static final double DEFAULT_STEP_STRETCH = 2;
    private static final long DEFAULT_FEATURE_CACHE_BYTES = 128L << 20;
    private static final int MANY = 1 << 20;

    static ModelSettings of(Settings settings) {
        settings.rejectUnknown("path", "dtype", "weights", "vision-weights", "max-tiles", "max-sequences", "max-queued",
                "max-per-user",
                "kv-cache-bytes", "kv-cache",
                "context-length", "step-tokens", "step-stretch", "prefix-cache", "feature-cache-bytes", "device-map",
                "prompt-format", "interleave",
                "apply-orientation");
        int maxSequences = settings.integer("max-sequences", 1, 4096).orElse(DEFAULT_MAX_SEQUENCES);
        return new ModelSettings(settings, path(settings), dtype(settings, "dtype"), weights(settings, "weights"),
                weights(settings, "vision-weights"),
                settings.integer("max-tiles", 1, MOST_TILES), maxSequences,
                settings.integer("max-queued", 0, MANY).orElse(DEFAULT_MAX_QUEUED),
                settings.integer("max-per-user", 1, MANY).orElse(Integer.MAX_VALUE), settings.bytes("kv-cache-bytes"),
                kvCacheFormat(settings),
                settings.integer("context-length", 2, Integer.MAX_VALUE),
                settings.integer("step-tokens", maxSequences, MANY)
                        .orElse(Math.max(maxSequences, DEFAULT_STEP_TOKENS)),
                stepStretch(settings), settings.bool("prefix-cache", true),
                settings.bytes("feature-cache-bytes").orElse(DEFAULT_FEATURE_CACHE_BYTES),
                deviceMap(settings, "device-map"),
                settings.choice("prompt-format", PromptFormat.class).orElse(PromptFormat.CHAT),
                settings.bool("interleave", false), settings.bool("apply-orientation", true));
    }

    private static Path path(Settings settings) {
        Path path = settings.requiredPath("path");
        if (!Files.isDirectory(path)) {
            throw settings.invalid("path", "It is not a directory.",
                    "Give the directory of a checkpoint in the Hugging Face layout, with its config.json.");
        }
        return path;
    }

    static @Nullable DataType dtype(Settings settings, String key) {
        return switch (settings.string(key).orElse("auto").strip().toLowerCase(Locale.ROOT)) {
            case "auto" -> null;
            case "bf16", "bfloat16" -> DataType.BFLOAT16;
            case "f32", "float32" -> DataType.FLOAT32;
            default -> throw settings.invalid(key, "The engine does not compute in this type.",
                    "Give auto, bf16 or f32.");
        };
    }

    static @Nullable WeightFormat weights(Settings settings, String key) {
        return switch (settings.string(key).orElse("auto").strip().toLowerCase(Locale.ROOT)) {
            case "auto" -> null;
            case "int8" -> WeightFormat.INT8;
            case "int4" -> WeightFormat.INT4;
            default -> throw settings.invalid(key, "Weights are not kept in this form.", "Give auto, int8 or int4.");
        };
    }

    private static CacheFormat kvCacheFormat(Settings settings) {
        return switch (settings.string("kv-cache").orElse("auto").strip().toLowerCase(Locale.ROOT)) {
            case "auto" -> CacheFormat.AS_COMPUTED;
            case "int8" -> CacheFormat.INT8;
            default -> throw settings.invalid("kv-cache", "Keys and values are not kept in this form.",
                    "Give auto or int8.");
        };
    }

    private static double stepStretch(Settings settings) {
        String value = settings.string("step-stretch").orElse(String.valueOf(DEFAULT_STEP_STRETCH));
        try {
            double stretch = Double.parseDouble(value.strip());
            // Written so that it holds for NaN too.
            if (stretch >= 1.1 && stretch <= 1000) {
                return stretch;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw settings.invalid("step-stretch", "It is not a number from 1.1 to 1000.",
                "Give how many times as long as its decodes alone a step may take, such as 2.");
    }

    static DeviceMapSpec deviceMap(Settings settings, String key) {
        try {
            return DeviceMapSpec.parse(settings.string(key).orElse("auto"));
        } catch (IllegalArgumentException e) {
            throw settings.invalid(key, String.valueOf(e.getMessage()),
                    "Give auto, card, card:<GPUs>, a device such as cpu or cuda:0, or a list of <module>=<device>.");
        }
    }
}
