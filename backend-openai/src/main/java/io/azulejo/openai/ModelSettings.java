package io.azulejo.openai;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.backend.Settings;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.processor.ProcessorSettings;
import io.azulejo.processor.PromptFormat;
import io.azulejo.processor.image.ImageLimits;

/**
 * What configuration says about one model.
 *
 * @param settings where the values come from, to name a property in an error
 * @param name the model's name on the server
 * @param contextLength the most tokens of a prompt and its answer, empty for what the server tells
 * @param pictures whether the model sees
 * @param maxPictures the most pictures of a prompt
 * @param maxTiles the most tiles of a picture
 * @param tools whether the server's model calls tools
 * @param parameters what the server takes
 * @param maxTokensField which of its two names the most tokens of an answer are sent by
 * @param continuation how the server is asked to go on with an answer
 * @param path the checkpoint that the server serves, by which prompts are measured; null where there is none here
 * @param prompts how the server makes prompts of that checkpoint
 */
record ModelSettings(Settings settings, String name, OptionalInt contextLength, boolean pictures, int maxPictures,
        int maxTiles, boolean tools, Set<GenerationParameter> parameters, MaxTokensField maxTokensField,
        Continuation continuation,
        @Nullable Path path, ProcessorSettings prompts) {

    /** OpenAI's own reasoning models know only the newer name, most other servers the older one. */
    enum MaxTokensField {
        MAX_TOKENS, MAX_COMPLETION_TOKENS
    }

    /** What a server does with a last message that is the assistant's; OpenAI's API does not say. */
    enum Continuation {
        /** It answers anew, or nobody knows. */
        NONE,
        /** It goes on with it unasked. */
        LAST_MESSAGE,
        /** It goes on with it where vLLM's fields ask for that. */
        VLLM
    }

    /** What other servers know beside OpenAI's parameters. */
    private static final Set<GenerationParameter> EXTENSIONS = EnumSet.of(GenerationParameter.TOP_K,
            GenerationParameter.MIN_P, GenerationParameter.REPETITION_PENALTY, GenerationParameter.MAX_TILES);
    private static final int DEFAULT_MAX_PICTURES = 16;
    private static final int MOST_TILES = 12;

    static ModelSettings of(String id, Settings settings) {
        settings.rejectUnknown("model", "context-length", "pictures", "max-pictures", "max-tiles", "tools",
                "parameters",
                "max-tokens-field", "continuation", "path", "prompt-format", "interleave", "apply-orientation");
        return new ModelSettings(settings, settings.string("model").orElse(id),
                settings.integer("context-length", 2, Integer.MAX_VALUE), settings.bool("pictures", true),
                settings.integer("max-pictures", 1, 1000).orElse(DEFAULT_MAX_PICTURES),
                settings.integer("max-tiles", 1, MOST_TILES).orElse(MOST_TILES),
                settings.bool("tools", false), parameters(settings),
                settings.choice("max-tokens-field", MaxTokensField.class).orElse(MaxTokensField.MAX_TOKENS),
                settings.choice("continuation", Continuation.class).orElse(Continuation.NONE),
                path(settings),
                new ProcessorSettings(settings.choice("prompt-format", PromptFormat.class).orElse(PromptFormat.CHAT),
                        settings.bool("interleave", false), settings.bool("apply-orientation", true),
                        ImageLimits.defaults()));
    }

    private static Set<GenerationParameter> parameters(Settings settings) {
        Set<GenerationParameter> parameters = EnumSet.complementOf(EnumSet.copyOf(EXTENSIONS));
        parameters.remove(GenerationParameter.RESPONSE_FORMAT);
        if (!settings.bool("tools", false)) {
            parameters.remove(GenerationParameter.TOOL_CHOICE);
        }
        for (String name : settings.string("parameters").orElse("").split(",", -1)) {
            if (!name.isBlank()) {
                parameters.add(EXTENSIONS.stream().filter(extension -> isNamed(extension, name.strip())).findFirst()
                        .orElseThrow(() -> settings.invalid("parameters",
                                "'" + name.strip() + "' is none of the parameters beside OpenAI's own.",
                                "Give some of " + String.join(", ", names()) + ".")));
            }
        }
        return parameters;
    }

    private static boolean isNamed(GenerationParameter parameter, String name) {
        return parameter.name().equalsIgnoreCase(name.replace('-', '_')) || parameter.wireName().equals(name);
    }

    private static List<String> names() {
        return EXTENSIONS.stream().map(extension -> extension.name().toLowerCase(Locale.ROOT)).toList();
    }

    private static @Nullable Path path(Settings settings) {
        Path path = settings.string("path").map(text -> Path.of(text.strip())).orElse(null);
        if (path != null && !Files.isDirectory(path)) {
            throw settings.invalid("path", "It is not a directory.",
                    "Give the directory of the checkpoint that the server serves; its weights are not read.");
        }
        return path;
    }
}
