package io.azulejo.openai;

import java.util.Map;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelCapabilities;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.backend.support.CheckpointPrompts;
import io.azulejo.backend.support.GenerationDefaults;
import io.azulejo.backend.support.GenerationOptionsReader;
import io.azulejo.processor.CheckpointException;
import io.azulejo.processor.NvlmProcessor;

/** Makes a model from its settings and from what the server lists. */
final class OpenAiModelLoader {

    private OpenAiModelLoader() {}

    /** @throws InvalidSettingException where a setting cannot be used, or the context is told nowhere */
    static OpenAiModel load(String id, ModelSettings settings, OpenAiServer server) {
        NvlmProcessor processor = processor(settings);
        ModelCapabilities capabilities = capabilities(settings, processor);
        // An id beyond the vocabulary is the server's to refuse where the checkpoint is not at hand.
        GenerationOptionsReader reader = new GenerationOptionsReader(capabilities, GenerationDefaults.GREEDY,
                processor == null ? Integer.MAX_VALUE : processor.vocabularySize());
        ModelDescriptor descriptor = new ModelDescriptor(id,
                processor == null ? settings.name() : processor.family().name().replace('_', '-'),
                contextLength(settings, server.health()), capabilities, Map.of("model", settings.name(),
                        "prompts-measured-by", processor == null ? "estimate" : "checkpoint"));
        CheckpointPrompts checkpoint = processor == null
                ? null
                : new CheckpointPrompts(processor, capabilities, descriptor.contextLength(), reader);
        MessageTranslator messages = new MessageTranslator(capabilities);
        return new OpenAiModel(descriptor, messages, new RequestTranslator(settings, messages, reader), checkpoint,
                server);
    }

    private static @Nullable NvlmProcessor processor(ModelSettings settings) {
        if (settings.path() == null) {
            return null;
        }
        try {
            return NvlmProcessor.load(settings.path(), settings.prompts());
        } catch (CheckpointException e) {
            throw new InvalidSettingException(settings.settings().property("path"), settings.path().toString(),
                    "The checkpoint cannot be read: " + e.getMessage(),
                    "Give the directory of a checkpoint of a known architecture, or leave it out.", e);
        }
    }

    private static ModelCapabilities capabilities(ModelSettings settings, @Nullable NvlmProcessor processor) {
        boolean pictures = settings.pictures();
        boolean tiles = pictures && (settings.parameters().contains(GenerationParameter.MAX_TILES)
                || (processor != null && processor.tileSettings().isPresent()));
        return new ModelCapabilities(pictures, pictures ? settings.maxPictures() : 0, tiles ? settings.maxTiles() : 0,
                settings.tools(), settings.continuation() != ModelSettings.Continuation.NONE,
                GenerationOptionsReader.MAX_TOP_LOGPROBS, settings.parameters());
    }

    private static int contextLength(ModelSettings model, ServerHealth health) {
        if (model.contextLength().isPresent()) {
            return model.contextLength().getAsInt();
        }
        OptionalInt told = health.listed().stream().filter(listed -> listed.id().equals(model.name()))
                .map(ServedModel::contextLength).findFirst().orElse(OptionalInt.empty());
        return told.orElseThrow(() -> {
            Settings settings = model.settings();
            String problem = health.problem();
            return new InvalidSettingException(settings.property("context-length"), null,
                    "It is missing, and the server does not tell it for the model '" + model.name() + "'"
                            + (problem == null ? "." : ": " + problem),
                    "Set " + settings.property("context-length") + ".");
        });
    }
}
