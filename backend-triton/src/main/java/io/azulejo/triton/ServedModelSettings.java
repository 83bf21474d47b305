package io.azulejo.triton;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

import io.azulejo.api.backend.Settings;
import io.azulejo.processor.PromptFormat;

/**
 * What configuration says about one model.
 *
 * @param settings where the values come from, to name a property in an error
 * @param path the checkpoint's directory: configuration and tokenizer, no weights
 * @param model its name on the server
 * @param version its version there; empty for the server's choice
 * @param kind the interface that it has
 * @param vision the encoder's name on the server, or {@link #EMBEDDED}; empty where the model sees no pictures
 * @param contextLength the most tokens of a prompt and its answer; empty for what the checkpoint says
 * @param maxTiles the most tiles of a picture that a request may ask for
 * @param maxPictures the most pictures of a prompt
 * @param accumulated whether a text model sends the whole text each time
 * @param placeholder what stands for a picture in a prompt that is text
 * @param load whether the server is told to load it
 * @param featureCacheBytes the most memory of kept picture features
 * @param promptFormat which published form prompts are written in
 * @param interleave whether pictures stay where they stand among a message's texts
 * @param applyOrientation whether photographs are turned upright
 */
record ServedModelSettings(Settings settings, Path path, String model, String version, Kind kind,
        Optional<String> vision, OptionalInt contextLength, int maxTiles, int maxPictures, boolean accumulated,
        String placeholder, boolean load, long featureCacheBytes, PromptFormat promptFormat, boolean interleave,
        boolean applyOrientation) {

    /** {@link #vision()} where the pictures are encoded in this JVM. */
    static final String EMBEDDED = "embedded";

    /** The interfaces that models have. */
    enum Kind {
        AUTO, TEXT, TOKENS, LLM_API, VLLM
    }

    private static final int MOST_TILES = 12;
    private static final int MOST_PICTURES = 16;
    private static final long DEFAULT_FEATURE_CACHE_BYTES = 256L << 20;

    static ServedModelSettings of(String id, Settings settings) {
        settings.rejectUnknown("path", "model", "version", "interface", "vision", "vision-path", "vision-dtype",
                "vision-weights", "vision-device", "context-length", "max-tiles",
                "max-pictures", "accumulated-text", "picture-placeholder", "load", "feature-cache-bytes",
                "prompt-format", "interleave", "apply-orientation");
        return new ServedModelSettings(settings, path(settings), settings.string("model").orElse(id),
                settings.string("version").orElse(""), settings.choice("interface", Kind.class).orElse(Kind.AUTO),
                settings.string("vision"), settings.integer("context-length", 2, Integer.MAX_VALUE),
                settings.integer("max-tiles", 1, MOST_TILES).orElse(MOST_TILES),
                settings.integer("max-pictures", 1, 1000).orElse(MOST_PICTURES),
                settings.bool("accumulated-text", false), settings.string("picture-placeholder").orElse("<image>"),
                settings.bool("load", false),
                settings.bytes("feature-cache-bytes").orElse(DEFAULT_FEATURE_CACHE_BYTES),
                settings.choice("prompt-format", PromptFormat.class).orElse(PromptFormat.CHAT),
                settings.bool("interleave", false), settings.bool("apply-orientation", true));
    }

    private static Path path(Settings settings) {
        Path path = settings.requiredPath("path");
        if (!Files.isDirectory(path)) {
            throw settings.invalid("path", "It is not a directory.", "Give the directory of the checkpoint that the"
                    + " served model was built from, with its config.json and its tokenizer; weights are not needed.");
        }
        return path;
    }
}
